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
import { note, setTimer } from '../kit/core'
import type { Core } from './core'
import { appendRecord } from './core'
import { askForRanges, fetchedFrom, newProgress, takeIn } from './fetching'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { QuorumState, ReplicaSet } from './state'
import { requiredOf } from './views'

/** What is to be fetched before the node may answer reads again. */
export function unfetched(state: QuorumState): QuorumState['rebuilding'] {
  const needsOthers = (set: ReplicaSet) => set.includes(state.id) && set.length > 1 && requiredOf(state, set) > 0
  const ranges = state.sets.flatMap((sets, range) => (sets.some(needsOthers) ? [range] : []))
  return new Map(ranges.map((range) => [range, newProgress()]))
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

export function onRebuildTimer(core: Core): void {
  const { state } = core
  askForRanges(core, state.rebuilding)
  if (state.rebuilding.size > 0) setTimer(core, 'rebuild', state.settings.request_timeout_us)
}

/** Some replica has sent all that it has of the range; answers whether it is rebuilt now. */
export function isRebuilt(core: Core, range: number): boolean {
  const { state } = core
  const progress = state.rebuilding.get(range)!
  for (const set of state.sets[range]!) {
    const others = set.filter((node) => node !== state.id)
    if (others.length === set.length) continue
    if (fetchedFrom(progress, others) < Math.min(requiredOf(state, set), others.length)) return false
  }
  takeIn(core, progress)
  stopRebuilding(core, range)
  return true
}

/** The range is rebuilt, or kept by others now. */
export function stopRebuilding(core: Core, range: number): void {
  const { state } = core
  if (!state.rebuilding.delete(range) || state.rebuilding.size > 0) return
  appendRecord(core, { kind: 'rebuilt' })
  note(core, 'rebuilding', `${state.id} has rebuilt its disk and answers reads again`)
}
