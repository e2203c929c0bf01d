/** Whether all decide the same, and something that somebody wanted. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { Bit } from '../../../../src-shared/protocols/ben-or/bits'
import { BitDecided, InstanceBegun } from '../../../../src-shared/protocols/ben-or/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

/** Instances that are remembered. */
const INSTANCES_MAX = 4_096

export class OneDecision implements LiveInvariant {
  readonly name = 'one-decision'
  readonly reads = [BitDecided.name]
  private readonly first = new Map<number, BitDecided>()

  observe(event: LabEvent): Violation | null {
    if (!BitDecided.is(event)) return null
    const { instance, bit } = event.data
    const first = this.first.get(instance)
    if (first === undefined) setBounded(this.first, instance, event, INSTANCES_MAX)
    if (first === undefined || first.data.bit === bit) return null
    const text = `${first.node} decides ${first.data.bit} in instance ${instance}, and ${event.node} decides ${bit}`
    return { text, events: [first.seq, event.seq] }
  }
}

interface Inputs {
  /** Of each node, with the event that told it. */
  readonly of: Map<NodeId, { readonly bit: Bit; readonly seq: number }>
}

export class DecidedWasInput implements LiveInvariant {
  readonly name = 'decided-was-input'
  readonly reads = [InstanceBegun.name, BitDecided.name]
  private readonly instances = new Map<number, Inputs>()

  constructor(private readonly nodes: readonly NodeId[]) {}

  observe(event: LabEvent): Violation | null {
    if (InstanceBegun.is(event)) {
      const { instance, bit } = event.data
      const known = this.instances.get(instance) ?? { of: new Map() }
      known.of.set(event.node, { bit, seq: event.seq })
      setBounded(this.instances, instance, known, INSTANCES_MAX)
      return null
    }
    return BitDecided.is(event) ? this.onDecided(event) : null
  }

  /** A node that is not heard of may have begun with any bit. */
  private onDecided({ node, seq, data: { instance, bit } }: BitDecided): Violation | null {
    const inputs = [...(this.instances.get(instance)?.of.values() ?? [])]
    if (inputs.length < this.nodes.length || inputs.some((one) => one.bit === bit)) return null
    const text = `${node} decides ${bit} in instance ${instance}, though all nodes began with ${1 - bit}`
    return { text, events: [inputs[0]!.seq, seq] }
  }
}
