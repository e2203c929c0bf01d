/** Whether anti-entropy makes all databases equal once nothing disturbs it any more. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { UpdateInjected } from '../../../../src-shared/protocols/gossip/facts'
import type { LiveInvariant, Violation } from '../../contract'
import type { Settings } from '../state'

/**
 * Rounds of anti-entropy after which all know everything, whatever the direction. A site that lacks something is left out of a round of pushing
 * with a probability of 1/e, somewhat more where messages are lost; 20 + 8 log2 N such rounds leave less than one chance in a million.
 */
function roundsUntilEqual(nodes: number): number {
  return 20 + 8 * Math.log2(Math.max(2, nodes))
}

interface Sum {
  readonly sum: number
  readonly seq: number
}

export class QuietMeansEqual implements LiveInvariant {
  readonly name = 'quiet-means-equal'
  readonly reads
  private readonly sums = new Map<NodeId, Sum>()
  private readonly open_faults = new Set<number>()
  private readonly enough_us: number
  private disturbed_us = 0
  /** Found since the last disturbance. */
  private is_told = false

  constructor(nodes: readonly NodeId[], { method, round_us, anti_entropy_every }: Settings) {
    const every = method === 'both' ? anti_entropy_every : 1
    this.enough_us = roundsUntilEqual(nodes.length) * every * round_us
    this.reads = method === 'rumours' ? [] : READS
  }

  observe(event: LabEvent): Violation | null {
    switch (event.kind) {
      case 'contents':
        this.sums.set(event.node, { sum: event.sums['all']!, seq: event.seq })
        return null
      case 'sample':
        return event.t - this.disturbed_us > this.enough_us ? this.judge() : null
      case 'fault-started':
        this.open_faults.add(event.fault)
        break
      case 'fault-ended':
        this.open_faults.delete(event.fault)
        break
      case 'node-exited':
        this.sums.delete(event.node)
        break
    }
    this.disturbed_us = event.t
    this.is_told = false
    return null
  }

  private judge(): Violation | null {
    if (this.is_told || this.open_faults.size > 0 || this.sums.size === 0) return null
    this.is_told = true
    const [first, ...others] = [...this.sums] as [[NodeId, Sum], ...[NodeId, Sum][]]
    const other = others.find(([, { sum }]) => sum !== first[1].sum)
    if (other === undefined) return null
    const text = `${first[0]} and ${other[0]} hold different items, although nothing has disturbed them for ${Math.round(this.enough_us / 1000)} ms`
    return { text, events: [first[1].seq, other[1].seq] }
  }
}

const READS = [
  'contents',
  'sample',
  'fault-started',
  'fault-changed',
  'fault-ended',
  'node-exited',
  'node-ready',
  'node-resumed',
  'member-joined',
  'member-left',
  UpdateInjected.name
]
