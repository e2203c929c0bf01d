/** What invariants of PBFT have in common: they hold for nodes that never lied. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { BehaviourSet } from '../../../../src-shared/protocols/pbft/facts'
import type { LiveInvariant, Violation } from '../../contract'

export abstract class AmongHonest implements LiveInvariant {
  abstract readonly name: string
  readonly reads: readonly string[]
  private readonly liars = new Set<NodeId>()

  constructor(reads: readonly string[]) {
    this.reads = [BehaviourSet.name, ...reads]
  }

  observe(event: LabEvent): Violation | null {
    if (BehaviourSet.is(event) && event.data.behaviour !== 'honest') this.liars.add(event.node)
    return event.kind === 'fact' && this.liars.has(event.node) ? null : this.observeHonest(event)
  }

  protected abstract observeHonest(event: LabEvent): Violation | null
}
