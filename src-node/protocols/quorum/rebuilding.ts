/**
 * A node whose disk was lost, or replaced by an older copy, begins with nothing, whatever is on the disk: what it vouched for may not be
 * there, and what is there may have been deleted long ago. It counts as another coordinator from now on (see `actorOf`). It keeps
 * writes and vouches for them, but answers no read of a range before it has taken in all that enough of the other replicas have of it.
 *
 * Enough is N - min(R, W) + 1: a write that was acknowledged, or a value that was read, was on W or R replicas, this node perhaps among
 * them, so at least one of those asked has it. Operations that still counted the old disk have ended by then, since nothing is asked
 * for before a request has timed out. Another node that is rebuilding does not answer: when too many disks are lost at once, reads
 * that need R are refused until the others are back.
 */
import type { NodeId } from '../../../src-shared/ids'
import { note, send, setTimer } from '../kit/core'
import type { Core } from './core'
import { appendRecord, sendStored, mergeRow } from './core'
import { isLate } from './carry-limit'
import type { Fetch, Fetched } from './messages'
import { rangeOf } from './placement'
import type { QuorumState } from './state'
import { ownRanges } from './own-ranges'

/** Rows in one message. */
const ROWS_MAX = 500

/** What is to be fetched before the node may answer reads again. */
export function unfetched(state: QuorumState): QuorumState['rebuilding'] {
  const ranges = ownRanges(state).map((range) => [range, new Map<NodeId, string | null>()] as const)
  return new Map(ranges.filter(([range]) => requiredReplicas(state) > 0 && othersOf(state, range).length > 0))
}

/** Begins when no operation is under way any more that counted the old disk. */
export function startRebuilding(core: Core): void {
  const { id, rebuilding, settings } = core.state
  if (rebuilding.size === 0) return
  note(core, 'rebuilding', `${id} takes no part in reads until it has rebuilt its disk from other replicas`)
  setTimer(core, 'rebuild', 2 * settings.request_timeout_us)
}

/** Whether this node may not answer reads of the key yet. */
export function isRebuilding({ rebuilding, settings }: QuorumState, key: string): boolean {
  return rebuilding.size > 0 && rebuilding.has(rangeOf(key, settings))
}

/** Asks for what is missing, again where no answer came. */
export function onRebuildTimer(core: Core): void {
  const { state } = core
  for (const [range, fetched] of state.rebuilding) {
    for (const replica of othersOf(state, range)) {
      const after = fetched.has(replica) ? fetched.get(replica)! : ''
      fetched.set(replica, after)
      if (after !== null) send(core, replica, { type: 'fetch', range, after }, 'now')
    }
  }
  if (state.rebuilding.size > 0) setTimer(core, 'rebuild', state.settings.request_timeout_us)
}

export function onFetch(core: Core, from: NodeId, { range, after }: Fetch): void {
  const { state } = core
  const { now_us, rebuilding, settings, store } = state
  if (rebuilding.has(range) || !othersOf(state, range).includes(from)) return
  const below = [...store.rows].filter(([key]) => key > after && rangeOf(key, settings) === range)
  const rows = below.sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, ROWS_MAX)
  sendStored(core, from, { type: 'fetched', as_of_us: now_us, range, after, rows, is_last: rows.length === below.length })
}

export function onFetched(core: Core, from: NodeId, message: Fetched): void {
  const { state } = core
  const { range, after, rows, is_last } = message
  const fetched = state.rebuilding.get(range)
  if (fetched?.get(from) !== after || isLate(core, from, message)) return
  for (const [key, row] of rows) if (rangeOf(key, state.settings) === range) mergeRow(core, key, row)
  const next = is_last ? null : (rows.at(-1)?.[0] ?? after)
  fetched.set(from, next)
  if (next !== null) return send(core, from, { type: 'fetch', range, after: next }, 'now')
  if (
    [...fetched.values()].filter((place) => place === null).length <
    Math.min(requiredReplicas(state), othersOf(state, range).length)
  )
    return
  state.rebuilding.delete(range)
  if (state.rebuilding.size > 0) return
  appendRecord(core, { kind: 'rebuilt' })
  note(core, 'rebuilding', `${state.id} has rebuilt its disk and answers reads again`)
}

function requiredReplicas({ settings }: QuorumState): number {
  return settings.replicas - Math.min(settings.read_quorum, settings.write_quorum) + 1
}

/** The other replicas of a range that this node keeps. */
function othersOf({ id, placement }: QuorumState, range: number): NodeId[] {
  const replicas = placement.replicas[range]!
  return replicas.includes(id) ? replicas.filter((replica) => replica !== id) : []
}
