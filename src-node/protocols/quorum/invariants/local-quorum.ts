import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { WriteAcknowledged } from '../../../../src-shared/protocols/quorum/facts'
import type { LiveInvariant, Violation } from '../../contract'

/** A write that is acknowledged by local quorum is where reads at home look for it. */
export class LocalQuorum implements LiveInvariant {
  readonly name = 'local-quorum'
  readonly reads = [WriteAcknowledged.name, 'member-joined']
  /** Whoever joins moves the bounds of regions, and nodes hear of it one after the other: from then on nothing is judged. */
  private has_grown = false

  constructor(
    private readonly nodes: readonly NodeId[],
    private readonly regions: number
  ) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'member-joined') this.has_grown = true
    if (!WriteAcknowledged.is(event) || event.data.is_local !== true || this.has_grown) return null
    const { operation, needed, stored_by, hinted_for } = event.data
    const home = this.regionOf(event.node)
    const near = [...new Set([...stored_by, ...hinted_for])].filter((node) => this.regionOf(node) === home)
    if (near.length >= needed) return null
    const text = `${event.node} acknowledges ${operation} by local quorum, though ${near.length} of ${needed} replicas in its region have it`
    return { text, events: [event.seq] }
  }

  /** Regions are of nearly equal size, in the order of the nodes. */
  private regionOf(node: NodeId): number {
    return Math.floor((this.nodes.indexOf(node) * this.regions) / this.nodes.length)
  }
}
