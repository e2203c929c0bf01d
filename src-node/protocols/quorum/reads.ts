/** A read that this node coordinates: all replicas are asked, the first R answers are put together, and who is behind is repaired. */
import type { NodeId } from '../../../src-shared/ids'
import type { ClientReply, ClientRequest } from '../contract'
import type { Core } from './core'
import { clearTimer, isReplica, note, operationName, reply, send, setTimer, takeIn } from './core'
import { neededBy, tokenOf } from './policies'
import type { OpenRead, QuorumState } from './state'
import { rowOf } from './store'
import { describeRow, holds, liveValues, mergeRows } from './version'
import type { Row } from './version'
import { newVersion } from './writes'

/** Replicas alone are asked: a stand-in without a hint would answer that there is nothing, and could not tell that from not knowing. */
export function startRead(core: Core, given: ClientRequest, replicas: readonly NodeId[]): void {
  const { state } = core
  const { key } = given.operation
  const read: OpenRead = {
    kind: 'read',
    id: state.next_id++,
    request: given.request,
    operation: operationName(given),
    key,
    replicas,
    needed: neededBy(given.policy, state.settings.read_quorum, replicas.length),
    answered: false,
    found: new Map(isReplica(state, key) ? [[state.id, rowOf(state.store, key)]] : []),
    answer: null,
    holders: new Set()
  }
  state.open.set(read.id, read)
  for (const replica of replicas) if (replica !== state.id) send(core, replica, { type: 'read', id: read.id, key }, 'now')
  setTimer(core, `end:${read.id}`, state.settings.request_timeout_us)
  progress(core, read)
}

/** A replica answered. */
export function onFound(core: Core, read: OpenRead, from: NodeId, row: Row): void {
  if (read.found.has(from)) return
  read.found.set(from, row)
  progress(core, read)
}

/** A replica has been brought up to date. */
export function onRepaired(core: Core, read: OpenRead, from: NodeId): void {
  read.holders.add(from)
  answerIfHeld(core, read)
}

/** Too few replicas have answered in time: nothing was changed, and nothing can be said. */
export function endRead(core: Core, read: OpenRead): void {
  if (!read.answered) {
    const error = `${read.answer === null ? read.found.size : read.holders.size} of ${read.needed} replicas answered in time`
    note(core, 'read-timeout', `${core.state.id} gives up on ${read.operation}: ${error}`)
    reply(core, read.request, { status: 'rejected', error })
  }
  close(core, read)
}

function progress(core: Core, read: OpenRead): void {
  if (read.answer === null) {
    if (read.found.size < read.needed) return
    read.answer = [...read.found.values()].reduce(mergeRows)
  }
  if (core.state.settings.read_repair) repairStale(core, read)
  answerIfHeld(core, read)
}

/**
 * Writes what is newest back to whoever is behind. The client's answer waits until R replicas have it, so that no later read of
 * the same quorum can miss it (the second phase of Attiya, Bar-Noy and Dolev 1995).
 */
function repairStale(core: Core, read: OpenRead): void {
  const newest = [...read.found.values()].reduce(mergeRows)
  for (const [replica, row] of read.found) {
    if (holds(row, newest)) read.holders.add(replica)
    else repair(core, read, replica, row, newest)
  }
}

function repair(core: Core, read: OpenRead, replica: NodeId, stale: Row, newest: Row): void {
  const { state } = core
  const row = whatToRepair(state, read, stale, newest)
  read.found.set(replica, row)
  state.counters.repairs++
  note(
    core,
    'read-repair',
    `${state.id} repairs ${replica}: ${describeRow(read.key, stale)} becomes ${describeRow(read.key, row)}`
  )
  if (replica !== state.id) return send(core, replica, { type: 'repair', id: read.id, key: read.key, row }, 'now')
  takeIn(core, read.key, row)
  read.holders.add(replica)
}

function whatToRepair(state: QuorumState, { key, found }: OpenRead, stale: Row, newest: Row): Row {
  const oldest = stale[0]
  if (!state.switches.repair_older || oldest === undefined) return newest
  return [newVersion(state, key, oldest.value, oldest.operation, tokenOf([...found.values()].flat(), state.nodes.length))]
}

function answerIfHeld(core: Core, read: OpenRead): void {
  const { settings } = core.state
  const { answer, holders, needed, found, replicas } = read
  if (answer === null) return
  if (!read.answered && (!settings.read_repair || holders.size >= needed)) {
    read.answered = true
    reply(core, read.request, answerOf(core.state, answer))
  }
  const settled = !settings.read_repair || (found.size === replicas.length && holders.size === replicas.length)
  if (read.answered && settled) close(core, read)
}

function answerOf({ settings, nodes }: QuorumState, answer: Row): ClientReply {
  const values = liveValues(answer)
  const result = { value: values.at(-1) ?? null, ...(values.length > 1 && { siblings: values }) }
  const context = settings.versions === 'vector' ? { context: { key: tokenOf(answer, nodes.length) } } : {}
  return { status: 'ok', result, ...context }
}

function close(core: Core, { id }: OpenRead): void {
  core.state.open.delete(id)
  clearTimer(core, `end:${id}`)
}
