/**
 * A node that comes back to a range may have rows of it from before. Others may have forgotten meanwhile what was deleted, if they know
 * that the range was complete without this node; but before it was, what this node vouched for may be needed. So it answers with those
 * rows, takes in none beside them, and vouches for nothing new, until it is settled what they are:
 * - The range was complete, at some epoch, at replicas of which this node was none: they have all that counts. The rows are dropped, and
 *   the node fetches the range like one that comes for the first time.
 * - It has fetched the range from enough nodes that do not know of such an epoch either. None of these has forgotten anything that this
 *   node has not, since they count on it. The rows count again.
 */
import { note } from '../kit/core'
import type { Core } from './core'
import { appendRecord, isReplica } from './core'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { QuorumState } from './state'
import { epochOf, newestSet, wasAway } from './views'

/** Whether this node has come back to the range, and it is not settled what its rows of before are. */
export function isReturning(state: QuorumState, range: number): boolean {
  return newestSet(state, range).includes(state.id) && wasAway(state, range, state.kept_since[range]!, epochOf(state))
}

/** Whether this node takes in what it is sent of the key. */
export function mayKeep(state: QuorumState, key: string): boolean {
  return isReplica(state, key) && !isReturning(state, rangeOf(key, state.settings))
}

/** Of ranges that this node has nothing of, it need not ask what that is. */
export function noteReturns(core: Core): void {
  const { state } = core
  const with_rows = new Set([...state.store.rows.keys()].map((key) => rangeOf(key, state.settings)))
  let returning = 0
  for (let range = 0; range < state.settings.ranges; range++) {
    if (!isReturning(state, range)) continue
    if (with_rows.has(range)) returning++
    else beginAnew(core, range)
  }
  if (returning > 0) {
    const ranges = returning === 1 ? 'a range' : `${returning} ranges`
    note(
      core,
      'returning',
      `${state.id} is back with old rows of ${ranges}: it takes in no new ones before it knows what has become of them`
    )
  }
}

/** What this node has of the range from now on it has taken in since now. */
export function beginAnew(core: Core, range: number): void {
  const epoch = epochOf(core.state)
  core.state.kept_since[range] = epoch
  appendRecord(core, { kind: 'began', range, epoch })
}
