/**
 * In what coordinators ask a replica takes part only if both know the same of the members: neither counts on whom the other knows to
 * count no more. Who knows less learns it from the other.
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import type { Read, Repair, Store } from './messages'
import { learnComplete } from './moves'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import { tellStanding } from './standing'
import { epochOf } from './views'

/** Whether this node may take part in what the coordinator asks for. */
export function takesPart(core: Core, from: NodeId, message: Store | Read | Repair): boolean {
  const { state } = core
  const { key, epoch = 0, complete = 0, since = 0 } = message
  const range = rangeOf(key, state.settings)
  const own = epochOf(state)
  // It may ask too few; or what it counts on, this node must have been told of first.
  if (epoch < own || since > own || !learnComplete(core, range, complete)) return false
  if (complete === state.complete[range]) return true
  // Old replicas, on which it counts as well, may have what was deleted and is forgotten since.
  tellStanding(core, from)
  return false
}
