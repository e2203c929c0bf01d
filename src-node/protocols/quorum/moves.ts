/**
 * Ranges move as members come and go: each new replica fetches what it is to keep, says when it is ready, and once all replicas of a range
 * are, the old ones forget it. What counts meanwhile, and why that is safe, is written in views.ts.
 */
import type { NodeId } from '../../../src-shared/ids'
import { RangeReady, RangesMoved, RowsReleased } from '../../../src-shared/protocols/quorum/facts'
import { emit, note, setTimer } from '../kit/core'
import { emitOnceDurable, takeDurable } from '../kit/durable-events'
import type { Core } from './core'
import { appendRecord, mergeRow, replaceRow } from './core'
import { askForRanges, fetchedFrom, newProgress, takeIn } from './fetching'
import { forgetHint, keepHint } from './hints'
import type { Moves } from './messages'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { askThoseWhoCount } from './open-operations'
import { isRebuilt, stopRebuilding } from './rebuilding'
import { beginAnew, mayKeep } from './returning'
import { tellStanding, tellStandingToAll, unsettledRanges } from './standing'
import type { Progress, QuorumState } from './state'
import { epochOf, isSettled, newestSet, refreshSets, requiredOf, setsToFetch, wasAway } from './views'

/** How often a node that waits for a move asks how it stands, and asks again for what has not come. */
const ASK_US = 200_000

/** Begins with what this node has to do at the epoch that it has entered or was started at. */
export function startMoves(core: Core): void {
  const { state } = core
  state.ready.clear()
  state.moving.clear()
  state.disk.ready = []
  for (let range = 0; range < state.settings.ranges; range++) {
    if (isSettled(state, range)) continue
    if (state.ready_at[range] === epochOf(state)) addReady(core, range, state.id)
    else beginRange(core, range)
  }
  if (unsettledRanges(state).length === 0) return
  askForRanges(core, state.moving)
  setTimer(core, 'move', ASK_US)
}

/** Asks again, until every range is settled. */
export function onMoveTimer(core: Core): void {
  const { state } = core
  if (unsettledRanges(state).length === 0) return
  askForRanges(core, state.moving)
  tellStandingToAll(core, true)
  setTimer(core, 'move', ASK_US)
}

/** Begins with what this node has to do for the range, unless its disk lacks what is to be there already. */
function beginRange(core: Core, range: number): void {
  const { state } = core
  if (isSettled(state, range) || state.rebuilding.has(range) || !newestSet(state, range).includes(state.id)) return
  if (setsToFetch(state, range).length === 0) becomeReady(core, range, newProgress())
  else state.moving.set(range, newProgress())
}

/** Some node has sent all that it has of the range. */
export function onRangeFetched(core: Core, range: number): void {
  const { state } = core
  if (state.rebuilding.has(range)) {
    if (isRebuilt(core, range)) beginRange(core, range)
    return
  }
  const progress = state.moving.get(range)!
  for (const set of setsToFetch(state, range)) {
    const own = set.includes(state.id) ? 1 : 0
    if (own + fetchedFrom(progress, set) < requiredOf(state, set)) return
  }
  takeIn(core, progress)
  state.moving.delete(range)
  becomeReady(core, range, progress)
}

function becomeReady(core: Core, range: number, { rows, bytes }: Progress): void {
  const { state } = core
  const epoch = epochOf(state)
  state.ready_at[range] = epoch
  state.kept_since[range] = epoch
  appendRecord(core, { kind: 'ready', range, epoch })
  const name = state.placement.names[range]!
  emitOnceDurable(core, RangeReady.of(state.id, { range: name, epoch, rows: rows.size, bytes }))
  // Counted by nobody, itself included, before it is on disk.
  state.disk.ready.push({ records: state.disk.records, range })
}

/** What this node is ready for is on its disk. */
export function onReadyDurable(core: Core, records: number): void {
  for (const { range } of takeDurable(core.state.disk.ready, records)) addReady(core, range, core.state.id)
}

function addReady(core: Core, range: number, node: NodeId): void {
  const { state } = core
  const ready = state.ready.get(range) ?? new Set<NodeId>()
  if (isSettled(state, range) || ready.has(node)) return
  state.ready.set(range, ready.add(node))
  if (node === state.id) core.news.add(range)
  if (newestSet(state, range).every((replica) => ready.has(replica))) completeRange(core, range, epochOf(state))
}

/** All replicas of this epoch have the range: what counted before counts no more. */
function completeRange(core: Core, range: number, epoch: number): void {
  const { state } = core
  state.complete[range] = epoch
  appendRecord(core, { kind: 'complete', range, epoch })
  refreshSets(state, range)
  core.news.add(range)
  state.moving.delete(range)
  if (state.rebuilding.has(range)) state.rebuilding.set(range, newProgress())
  if (!state.replicas[range]!.includes(state.id)) stopRebuilding(core, range)
  if (wasAway(state, range, state.kept_since[range]!, epoch)) release(core, range)
  passHintsOn(core, range)
  askThoseWhoCount(core, range)
  if (state.ready_at[range] !== epochOf(state)) beginRange(core, range)
}

/** Other nodes had all that counts of the range when this one was none of them, and may have forgotten deletions since. */
function release(core: Core, range: number): void {
  const { state } = core
  if (newestSet(state, range).includes(state.id)) beginAnew(core, range)
  const keys = [...state.store.rows.keys()].filter((key) => rangeOf(key, state.settings) === range)
  if (keys.length === 0) return
  note(core, 'released', `${state.id} drops what it had of a range that is, or was meanwhile, complete at other nodes`)
  emit(core, RowsReleased.of(state.id, { keys }))
  for (const key of keys) replaceRow(core, key, [])
}

/** Who was to have a hint keeps the range no more: those who do are to have it. */
function passHintsOn(core: Core, range: number): void {
  const { state } = core
  for (const [to, hints] of [...state.hints]) {
    if (state.replicas[range]!.includes(to)) continue
    for (const [key, hint] of [...hints]) {
      if (rangeOf(key, state.settings) !== range) continue
      for (const replica of newestSet(state, range)) {
        if (replica !== state.id) keepHint(core, replica, key, hint)
        else if (mayKeep(state, key)) mergeRow(core, key, hint.row)
      }
      forgetHint(core, to, key)
    }
  }
}

/** How the sender sees the ranges. What it knows and this node does not is taken over; it is answered what this node knows. */
export function onMoves(core: Core, from: NodeId, { epoch, complete, ready, answer }: Moves): void {
  const { state } = core
  for (const [range, at] of complete.entries()) learnComplete(core, range, at)
  if (epoch === epochOf(state)) for (const range of ready) addReady(core, range, from)
  if (answer) tellStanding(core, from)
}

/** The range is complete at this epoch; false: one of which this node has not been told yet. */
export function learnComplete(core: Core, range: number, epoch: number): boolean {
  if (epoch > epochOf(core.state)) return false
  if (epoch > core.state.complete[range]!) completeRange(core, range, epoch)
  return true
}

/** Whether a node that leaves keeps no range any more: all have moved to others, as far as it knows. */
export function mayStop({ id, replicas }: QuorumState): boolean {
  return !replicas.some((nodes) => nodes.includes(id))
}

/** Tells, after a step, of what it has brought. */
export function tellNews(core: Core): void {
  const { state, news } = core
  if (news.size === 0) return
  tellStandingToAll(core, false)
  const settled = [...news].filter((range) => isSettled(state, range))
  if (settled.length === 0) return
  const names = settled.map((range) => state.placement.names[range]!)
  emit(core, RangesMoved.of(state.id, { ranges: names, epoch: epochOf(state) }))
  if (unsettledRanges(state).length === 0)
    note(core, 'moves', `${state.id} knows that all ranges have moved to where they belong`)
}
