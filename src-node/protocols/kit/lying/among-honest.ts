import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { BehaviourSet } from '../../../../src-shared/protocols/lying/facts'
import type { LiveInvariant } from '../../contract'

/**
 * The invariants among nodes that never lied: what a liar tells of itself shows them nothing. Those named in `of_all` speak of all
 * nodes, and are let be from the first lie on.
 */
export function amongHonest(invariants: readonly LiveInvariant[], of_all: readonly string[] = []): LiveInvariant[] {
  const liars = new Set<NodeId>()
  return invariants.map((invariant) => ({
    name: invariant.name,
    reads: invariant.reads && [BehaviourSet.name, ...invariant.reads],
    observe(event) {
      if (BehaviourSet.is(event) && event.data.behaviour !== 'honest') liars.add(event.node)
      if (isToldBy(liars, event)) return null
      const violation = invariant.observe(event)
      return liars.size > 0 && of_all.includes(invariant.name) ? null : violation
    }
  }))
}

function isToldBy(liars: ReadonlySet<NodeId>, event: LabEvent): boolean {
  return (event.kind === 'fact' || event.kind === 'role') && liars.has(event.node)
}
