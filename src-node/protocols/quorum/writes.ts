/** A write that this node coordinates: to all replicas of the key at once, answered when enough of them have it on disk. */
import type { NodeId } from '../../../src-shared/ids'
import type { ProtocolEvent } from '../../../src-shared/events'
import { WriteAcknowledged } from '../../../src-shared/protocols/quorum/facts'
import type { ClientRequest } from '../contract'
import { clearTimer, emit, note, reply, setTimer } from '../kit/core'
import { operationName } from '../kit/requests'
import { setBounded } from '../kit/bounded'
import type { Core } from './core'
import { coordinated, preferenceList, sendWrite, mergeRow, whenOnDisk } from './core'
import { withdrawHint } from './hints'
import { isOverdue, isTooOld, timeLeft } from './carry-limit'
import { knowledgeOf, readToken, tokenOfWrite } from './policies'
import { areMet, neededOf, nodesOf, shortfallOf, quorumsOf } from './quorums'
import type { OpenWrite, QuorumState } from './state'
import { markOf } from './marks'
import { storeRemainingHints, replaceableReplicas, assignFallbacks, uncoveredReplicas } from './fallbacks'
import { mayKeep } from './returning'
import { rowOf } from './store'
import { actorOf, countOf, joinVectors } from './version'
import type { Version } from './version'
import { replicasToAsk } from './who-is-up'

/** Newest writes remembered, to know one that comes again. */
const RECENT_MAX = 10_000

export function startWrite(core: Core, given: ClientRequest): void {
  const { state } = core
  const { settings } = state
  const { key } = given.operation
  const quorums = quorumsOf(state, key, given.policy, settings.write_quorum)
  const replicas = nodesOf(quorums)
  const version = versionOf(state, given)
  // A request that comes again long after is as old as the write.
  const as_of_us = version.at_us
  const is_replica = mayKeep(state, key) && !isTooOld(state, { as_of_us })
  if (is_replica) {
    state.counters.requests++
    mergeRow(core, key, [version])
  }
  const write: OpenWrite = {
    kind: 'write',
    id: state.next_id++,
    request: given.request,
    operation: version.operation,
    key,
    replicas,
    begun_us: state.now_us,
    quorums,
    policy: given.policy,
    answered: false,
    version,
    // Its siblings travel along: no replica may know this coordinator's later write and not the one before.
    row: settings.versions === 'vector' ? rowOf(state.store, key) : [version],
    stored_by: new Set(),
    spare: sparesFor(state, key, replicas),
    asked: new Map(),
    hinted_by: new Map(),
    hinted_here: new Set()
  }
  state.open.set(write.id, write)
  sendStores(core, write)
  if (settings.hinted_handoff) {
    assignFallbacks(
      core,
      write,
      uncoveredReplicas(core, write).filter((replica) => state.down.has(replica))
    )
    setTimer(core, `hint:${write.id}`, settings.hint_after_us)
  }
  setTimer(core, `end:${write.id}`, settings.request_timeout_us)
  if (is_replica && whenOnDisk(core, write.id, write.row)) onStored(core, write, state.id)
}

function sendStores(core: Core, write: OpenWrite): void {
  const { state } = core
  const { id, key, row, stored_by, version } = write
  const store = { type: 'store', as_of_us: version.at_us, id, key, row } as const
  for (const replica of replicasToAsk(state, write))
    if (replica !== state.id && !stored_by.has(replica)) sendWrite(core, replica, coordinated(state, replica, store))
}

/** Others count for the key than when the write began: those that have it need not be asked again, but for those that have been away since. */
export function restartWrite(core: Core, old: OpenWrite, hasBeenAway: (node: NodeId) => boolean): void {
  const { state } = core
  const { key, policy } = old
  const quorums = quorumsOf(state, key, policy, state.settings.write_quorum)
  const replicas = nodesOf(quorums)
  const spare = old.spare.filter((node) => !replicas.includes(node))
  const stored_by = new Set([...old.stored_by].filter((node) => !hasBeenAway(node)))
  const write: OpenWrite = { ...old, id: state.next_id++, quorums, replicas, spare, stored_by }
  close(core, old)
  state.open.set(write.id, write)
  sendStores(core, write)
  if (state.settings.hinted_handoff) setTimer(core, `hint:${write.id}`, state.settings.hint_after_us)
  setTimer(core, `end:${write.id}`, timeLeft(state, write))
  if (mayKeep(state, key) && !stored_by.has(state.id)) {
    mergeRow(core, key, write.row)
    if (whenOnDisk(core, write.id, write.row)) stored_by.add(state.id)
  }
  answerIfDone(core, write)
}

function sparesFor(state: QuorumState, key: string, replicas: readonly NodeId[]): NodeId[] {
  return preferenceList(state, key).filter((node) => !replicas.includes(node) && !state.down.has(node))
}

/** A replica has it on disk. */
export function onStored(core: Core, write: OpenWrite, from: NodeId): void {
  write.stored_by.add(from)
  // A stand-in elsewhere finds out when it hands its hint over.
  write.hinted_by.delete(from)
  withdrawHint(core, from, write.key, write.row)
  answerIfDone(core, write)
}

/** A stand-in has its hint on disk. */
export function onHinted(core: Core, write: OpenWrite | undefined, from: NodeId): void {
  const replica = write?.asked.get(from)
  if (write === undefined || replica === undefined) return
  // Of two that stand in for one replica the first counts.
  if (!write.stored_by.has(replica) && !write.hinted_by.has(replica)) write.hinted_by.set(replica, from)
  answerIfDone(core, write)
}

/** What this node itself has of the write is on its disk. */
export function onOwnDurable(core: Core, write: OpenWrite): void {
  const { id } = core.state
  if (write.replicas.includes(id)) onStored(core, write, id)
  else onHinted(core, write, id)
}

/** Whoever has not answered by now may be down: another node is asked to stand in for it, and the next one if that is silent too. */
export function onHintTimer(core: Core, write: OpenWrite): void {
  assignFallbacks(core, write, replaceableReplicas(core, write))
  if (replaceableReplicas(core, write).length > 0) setTimer(core, `hint:${write.id}`, core.state.settings.hint_after_us)
  answerIfDone(core, write)
}

/** It has taken too long: nobody knows how many replicas will have it. */
export function endWrite(core: Core, write: OpenWrite): void {
  if (!write.answered) {
    const { count, needed } = shortfallOf(write.quorums, (node) => write.stored_by.has(node))
    const error = `${count} of ${needed} replicas stored it in time`
    note(core, 'write-timeout', `${core.state.id} gives up on ${write.operation}: ${error}`)
    reply(core, write.request, { status: 'unknown', error })
  }
  if (core.state.settings.hinted_handoff) storeRemainingHints(core, write)
  close(core, write)
}

function answerIfDone(core: Core, write: OpenWrite): void {
  const { state } = core
  // Too late to count: its disks may have been replaced since, and rebuilt without it.
  if (isOverdue(state, write)) return
  if (!write.answered && isDone(state, write)) {
    write.answered = true
    emit(core, claimOf(state, write))
    const context = state.settings.versions === 'vector' ? { context: { key: tokenOfWrite(write.version) } } : {}
    reply(core, write.request, { status: 'ok', result: {}, ...context })
  }
  if (write.answered && (!state.settings.hinted_handoff || uncoveredReplicas(core, write).length === 0)) close(core, write)
}

/** Whether W of each set of replicas have it, or have somebody who counts in their stead. */
function isDone(state: QuorumState, write: OpenWrite): boolean {
  const stored_by = storedBy(state, write)
  const { sloppy_quorum } = state.settings
  return areMet(write.quorums, (node) => stored_by.has(node) || (sloppy_quorum && write.hinted_by.has(node)))
}

/** Replicas that have it themselves. */
function storedBy({ switches }: QuorumState, { stored_by, hinted_by, hinted_here }: OpenWrite): Set<NodeId> {
  return switches['count-hint-as-replica'] ? new Set([...stored_by, ...hinted_by.keys(), ...hinted_here]) : stored_by
}

/** Stand-ins that count towards the quorum, by replica: each is another disk, and a sloppy quorum is content with it. */
function fallbacksOf(state: QuorumState, write: OpenWrite): [NodeId, NodeId][] {
  if (!state.settings.sloppy_quorum) return []
  const stored_by = storedBy(state, write)
  return [...write.hinted_by].filter(([replica]) => !stored_by.has(replica))
}

function claimOf(state: QuorumState, write: OpenWrite): ProtocolEvent {
  const { operation, key, quorums, version, policy } = write
  const fallbacks = fallbacksOf(state, write)
  return WriteAcknowledged.of(state.id, {
    operation,
    key,
    version: markOf(version),
    needed: neededOf(quorums),
    ...(policy === 'local-quorum' && { is_local: true }),
    // Older replicas may have released it by now.
    stored_by: [...storedBy(state, write)].filter((node) => quorums.at(-1)!.replicas.includes(node)),
    hinted_for: fallbacks.map(([replica]) => replica),
    hinted_by: fallbacks.map(([, node]) => node)
  })
}

/** The version that the request writes: the same one again where the request is a repetition. */
function versionOf(state: QuorumState, request: ClientRequest): Version {
  const operation = operationName(request)
  const known = state.recent.get(operation)
  if (known !== undefined) return known
  const { operation: wanted, context } = request
  const value = 'value' in wanted ? wanted.value : null
  const version = newVersion(state, wanted.key, value, operation, context?.key)
  setBounded(state.recent, operation, version, RECENT_MAX)
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
  const { history, settings, switches } = state
  const founders = history[0]!.length
  const slot = actorOf(state.slot, state.generation, founders)
  state.last_stamp_us = Math.max(state.now_us, state.last_stamp_us + 1)
  const version = { value, at_us: state.last_stamp_us, slot, count: 0, seen: [], operation }
  if (settings.versions === 'timestamp') return version
  const here = knowledgeOf(rowOf(state.store, key), founders)
  const read = readToken(token, founders)
  const seen = switches['ignore-context'] ? here : read
  return { ...version, seen, count: 1 + Math.max(countOf(joinVectors(here, read), slot), state.store.count_forgotten) }
}

function close(core: Core, { id }: OpenWrite): void {
  core.state.open.delete(id)
  clearTimer(core, `hint:${id}`)
  clearTimer(core, `end:${id}`)
}
