/** A write that this node coordinates: to all replicas of the key at once, answered when enough of them have it on disk. */
import type { NodeId } from '../../../src-shared/ids'
import type { ProtocolEvent } from '../../../src-shared/events'
import type { ClientRequest } from '../contract'
import type { Core } from './core'
import { clearTimer, emit, isReplica, note, operationName, reply, send, setTimer, takeIn } from './core'
import { keepHint, takeBackHint } from './hints'
import { knowledgeOf, neededBy, readToken, tokenOfWrite } from './policies'
import type { OpenWrite, QuorumState } from './state'
import { markOf } from './marks'
import { rowOf } from './store'
import { joinVectors } from './version'
import type { Version } from './version'

/** Newest writes remembered, to know one that comes again. */
const RECENT_MAX = 10_000

export function startWrite(core: Core, given: ClientRequest, replicas: readonly NodeId[]): void {
  const { state } = core
  const { settings } = state
  const { key } = given.operation
  const version = versionOf(state, given)
  const is_replica = isReplica(state, key)
  if (is_replica) takeIn(core, key, [version])
  const write: OpenWrite = {
    kind: 'write',
    id: state.next_id++,
    request: given.request,
    operation: version.operation,
    key,
    replicas,
    needed: neededBy(given.policy, settings.write_quorum, replicas.length),
    answered: false,
    version,
    // Its siblings travel along: no replica may know this coordinator's later write and not the one before.
    row: settings.versions === 'vector' ? rowOf(state.store, key) : [version],
    stored_by: new Set(),
    hinted_for: new Set()
  }
  state.open.set(write.id, write)
  for (const replica of replicas) {
    // A coordinator that forgets a count would give it to another write.
    const after = settings.versions === 'vector' ? 'sync' : 'now'
    if (replica !== state.id) send(core, replica, { type: 'store', id: write.id, key, row: write.row }, after)
  }
  if (settings.hinted_handoff) setTimer(core, `hint:${write.id}`, settings.hint_after_us)
  setTimer(core, `end:${write.id}`, settings.request_timeout_us)
  if (!is_replica) return
  const { disk } = state
  if (disk.durable === disk.records) onStored(core, write, state.id)
  else disk.own_copies.push({ records: disk.records, id: write.id })
}

/** A replica has it on disk. */
export function onStored(core: Core, write: OpenWrite, from: NodeId): void {
  write.stored_by.add(from)
  if (write.hinted_for.delete(from)) takeBackHint(core, from, write.key, write.row)
  answerIfDone(core, write)
}

/** Whoever has not answered by now may be down: its share of the write is kept for it. This node's own is on its way to the disk. */
export function onHintTimer(core: Core, write: OpenWrite): void {
  for (const replica of write.replicas) {
    if (replica === core.state.id || write.stored_by.has(replica)) continue
    if (keepHint(core, replica, write.key, write.row)) write.hinted_for.add(replica)
  }
  answerIfDone(core, write)
}

/** It has taken too long: nobody knows how many replicas will have it. */
export function endWrite(core: Core, write: OpenWrite): void {
  if (!write.answered) {
    const error = `${write.stored_by.size} of ${write.needed} replicas stored it in time`
    note(core, 'write-timeout', `${core.state.id} gives up on ${write.operation}: ${error}`)
    reply(core, write.request, { status: 'unknown', error })
  }
  close(core, write)
}

function answerIfDone(core: Core, write: OpenWrite): void {
  const { state } = core
  if (!write.answered && countedBy(state, write).size >= write.needed) {
    write.answered = true
    emit(core, claimOf(state, write))
    const context = state.settings.versions === 'vector' ? { context: { key: tokenOfWrite(write.version) } } : {}
    reply(core, write.request, { status: 'ok', result: {}, ...context })
  }
  const accounted = write.stored_by.size + write.hinted_for.size
  if (write.answered && (accounted === write.replicas.length || !state.settings.hinted_handoff)) close(core, write)
}

/** Replicas whose share counts towards the quorum; a sloppy one takes a hint for it. */
function countedBy(state: QuorumState, write: OpenWrite): Set<NodeId> {
  return state.settings.sloppy_quorum ? new Set([...write.stored_by, ...write.hinted_for]) : storedBy(state, write)
}

/** Replicas that have it themselves. */
function storedBy({ switches }: QuorumState, { stored_by, hinted_for }: OpenWrite): Set<NodeId> {
  return switches.count_hint_as_replica ? new Set([...stored_by, ...hinted_for]) : stored_by
}

function claimOf(state: QuorumState, write: OpenWrite): ProtocolEvent {
  const { operation, key, needed, hinted_for, version } = write
  const stored_by = [...storedBy(state, write)]
  return {
    kind: 'write-quorum',
    node: state.id,
    operation,
    key,
    version: markOf(version),
    needed,
    stored_by,
    hinted_for: [...hinted_for].filter((node) => !stored_by.includes(node))
  }
}

/** The version that the request writes: the same one again where the request is a repetition. */
function versionOf(state: QuorumState, request: ClientRequest): Version {
  const operation = operationName(request)
  const known = state.recent.get(operation)
  if (known !== undefined) return known
  const { operation: wanted, context } = request
  const value = 'value' in wanted ? wanted.value : null
  const version = newVersion(state, wanted.key, value, operation, context?.key)
  state.recent.set(operation, version)
  if (state.recent.size > RECENT_MAX) state.recent.delete(state.recent.keys().next().value!)
  return version
}

/** A version of this node's making; `token` says what its writer had seen. */
export function newVersion(
  state: QuorumState,
  key: string,
  value: string | null,
  operation: string,
  token: string | undefined
): Version {
  const { slot, nodes, settings, switches } = state
  state.last_stamp_us = Math.max(state.now_us, state.last_stamp_us + 1)
  const version = { value, at_us: state.last_stamp_us, slot, count: 0, seen: [], operation }
  if (settings.versions === 'timestamp') return version
  const here = knowledgeOf(rowOf(state.store, key), nodes.length)
  const read = readToken(token, nodes.length)
  const seen = switches.ignore_context ? here : read
  return { ...version, seen, count: 1 + Math.max(joinVectors(here, read)[slot]!, state.store.count_forgotten) }
}

function close(core: Core, { id }: OpenWrite): void {
  core.state.open.delete(id)
  clearTimer(core, `hint:${id}`)
  clearTimer(core, `end:${id}`)
}
