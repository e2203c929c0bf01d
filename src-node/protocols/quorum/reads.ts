/** A read that this node coordinates: all replicas are asked, the first R answers are put together, and who is behind is repaired. */
import type { NodeId } from '../../../src-shared/ids'
import { ReadAnswered } from '../../../src-shared/protocols/quorum/facts'
import type { ClientReply, ClientRequest } from '../contract'
import { clearTimer, emit, note, reply, send, setTimer } from '../kit/core'
import { operationName } from '../kit/requests'
import type { Core } from './core'
import { coordinated, mergeRow, whenOnDisk } from './core'
import { isOverdue, isTooOld, timeLeft } from './carry-limit'
import { tokenOf } from './policies'
import { areMet, nodesOf, quorumsOf, shortfallOf } from './quorums'
import type { OpenRead, QuorumState } from './state'
import { isRebuilding } from './rebuilding'
import { mayKeep } from './returning'
import { rowHash, rowOf } from './store'
import { describeRow, holds, liveValues, mergeRows } from './version'
import type { Row } from './version'
import { newVersion } from './writes'
import { replicasToAsk } from './who-is-up'

/** Replicas alone are asked: a stand-in without a hint would answer that there is nothing, and could not tell that from not knowing. */
export function startRead(core: Core, given: ClientRequest): void {
  const { state } = core
  const { key } = given.operation
  const quorums = quorumsOf(state, key, given.policy, state.settings.read_quorum)
  const replicas = nodesOf(quorums)
  const read: OpenRead = {
    kind: 'read',
    id: state.next_id++,
    request: given.request,
    operation: operationName(given),
    key,
    replicas,
    begun_us: state.now_us,
    quorums,
    policy: given.policy,
    answered: false,
    found: new Map(),
    repairing: new Map(),
    answer: null
  }
  state.open.set(read.id, read)
  sendReads(core, read)
  setTimer(core, `end:${read.id}`, state.settings.request_timeout_us)
  readHere(core, read)
}

function sendReads(core: Core, read: OpenRead): void {
  const { state } = core
  const { id, key, found } = read
  for (const replica of replicasToAsk(state, read))
    if (replica !== state.id && !found.has(replica))
      send(core, replica, coordinated(state, replica, { type: 'read', id, key }), 'now')
}

/** Its own disk is one of them, which no read waits for if others will do. */
function readHere(core: Core, read: OpenRead): void {
  const { state } = core
  const row = rowOf(state.store, read.key)
  if (!read.replicas.includes(state.id) || isRebuilding(state, read.key)) return
  state.counters.requests++
  if (whenOnDisk(core, read.id, row)) onFound(core, read, state.id, row)
}

/**
 * Others count for the key than when the read began: all are asked anew, since a node may have answered before it was ready. What the
 * client will be told stays, if that is known; so do the nodes that are known to have it, but for those that have been away since.
 */
export function restartRead(core: Core, old: OpenRead, hasBeenAway: (node: NodeId) => boolean): void {
  const { state } = core
  const quorums = quorumsOf(state, old.key, old.policy, state.settings.read_quorum)
  const found = new Map([...old.found].filter(([node]) => old.answer !== null && !hasBeenAway(node)))
  const read: OpenRead = { ...old, id: state.next_id++, quorums, replicas: nodesOf(quorums), found, repairing: new Map() }
  close(core, old)
  state.open.set(read.id, read)
  sendReads(core, read)
  setTimer(core, `end:${read.id}`, timeLeft(state, read))
  readHere(core, read)
  if (read.answer !== null && state.settings.read_repair) repairStale(core, read)
  replyIfDurable(core, read)
}

/** A replica answered: it has this row on disk. */
export function onFound(core: Core, read: OpenRead, from: NodeId, row: Row): void {
  if (read.found.has(from)) return
  read.found.set(from, row)
  if (read.answer === null) {
    if (!areMet(read.quorums, (node) => holdsAnswer(read, node))) return
    read.answer = [...read.found.values()].reduce(mergeRows)
  }
  if (core.state.settings.read_repair) repairStale(core, read)
  replyIfDurable(core, read)
}

/** A replica has the row with this hash, which it was sent to repair it, on disk. */
export function onRepaired(core: Core, read: OpenRead, from: NodeId, hash: number): void {
  const row = read.repairing.get(from)
  if (row === undefined || rowHash(read.key, row) !== hash) return
  read.found.set(from, row)
  replyIfDurable(core, read)
}

/** What this node has itself of the key is on its disk: as it was when the read began, or was repaired since. */
export function onOwnRow(core: Core, read: OpenRead, row: Row): void {
  const { id } = core.state
  if (read.found.has(id)) onRepaired(core, read, id, rowHash(read.key, row))
  else onFound(core, read, id, row)
}

/** Too few replicas have answered in time: nothing was changed, and nothing can be said. */
export function endRead(core: Core, read: OpenRead): void {
  if (!read.answered) {
    const { count, needed } = shortfallOf(read.quorums, (node) => holdsAnswer(read, node))
    const error = `${count} of ${needed} replicas answered in time`
    note(core, 'read-timeout', `${core.state.id} gives up on ${read.operation}: ${error}`)
    reply(core, read.request, { status: 'rejected', error })
  }
  close(core, read)
}

/**
 * Writes what is newest back to whoever is behind. The client's answer waits until R replicas have it, whichever they are, so that no
 * later read of the same quorum can miss it (the second phase of Attiya, Bar-Noy and Dolev 1995).
 */
function repairStale(core: Core, read: OpenRead): void {
  const newest = newestOf(read)
  for (const [replica, row] of read.found) {
    if (!holds(read.repairing.get(replica) ?? row, newest)) repair(core, read, replica, row, newest)
  }
}

function repair(core: Core, read: OpenRead, replica: NodeId, stale: Row, newest: Row): void {
  const { state } = core
  const { id, key, begun_us } = read
  if (isTooOld(state, { as_of_us: begun_us })) return
  const row = whatToRepair(state, read, stale, newest)
  read.repairing.set(replica, row)
  state.counters.repairs++
  note(core, 'read-repair', `${state.id} repairs ${replica}: ${describeRow(key, stale)} becomes ${describeRow(key, row)}`)
  if (replica !== state.id)
    return send(core, replica, coordinated(state, replica, { type: 'repair', as_of_us: begun_us, id, key, row }), 'now')
  if (!mayKeep(state, key)) return
  mergeRow(core, key, row)
  if (whenOnDisk(core, id, row)) read.found.set(replica, row)
}

function whatToRepair(state: QuorumState, { key, found }: OpenRead, stale: Row, newest: Row): Row {
  const oldest = stale[0]
  if (!state.switches['repair-older'] || oldest === undefined) return newest
  return [newVersion(state, key, oldest.value, oldest.operation, tokenOf([...found.values()].flat(), state.history[0]!.length))]
}

function replyIfDurable(core: Core, read: OpenRead): void {
  const { read_repair } = core.state.settings
  const { answer, quorums, found, replicas } = read
  if (answer === null || isOverdue(core.state, read)) return
  if (!read.answered && (!read_repair || areMet(quorums, (node) => holdsAnswer(read, node)))) {
    read.answered = true
    const answered_by = [...found.keys()].filter((node) => !read_repair || holdsAnswer(read, node))
    emit(core, ReadAnswered.of(core.state.id, { operation: read.operation, key: read.key, answered_by }))
    reply(core, read.request, answerOf(core.state, answer))
  }
  const settled = !read_repair || (found.size === replicas.length && holdersOf(read, newestOf(read)) === replicas.length)
  if (read.answered && settled) close(core, read)
}

function newestOf({ found }: OpenRead): Row {
  return [...found.values()].reduce(mergeRows)
}

/** Whether the node has answered, and has what the client is told on disk, once that is known. */
function holdsAnswer({ found, answer }: OpenRead, node: NodeId): boolean {
  const row = found.get(node)
  return row !== undefined && (answer === null || holds(row, answer))
}

/** How many replicas have the row, or what superseded it, on disk. */
function holdersOf({ found }: OpenRead, row: Row): number {
  return [...found.values()].filter((known) => holds(known, row)).length
}

function answerOf({ settings, history }: QuorumState, answer: Row): ClientReply {
  const values = liveValues(answer)
  const result = { value: values.at(-1) ?? null, ...(values.length > 1 && { siblings: values }) }
  const context = settings.versions === 'vector' ? { context: { key: tokenOf(answer, history[0]!.length) } } : {}
  return { status: 'ok', result, ...context }
}

function close(core: Core, { id }: OpenRead): void {
  core.state.open.delete(id)
  clearTimer(core, `end:${id}`)
}
