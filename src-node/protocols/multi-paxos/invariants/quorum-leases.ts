/** Whether whoever answers reads by quorum lease may do so. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { QuorumLeaseUsed, SlotsChosen } from '../../../../src-shared/protocols/multi-paxos/facts'
import type { SlotMark } from '../../../../src-shared/protocols/multi-paxos/facts'
import { Configured } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import type { Configurations } from './configurations'

/** Slots that are remembered. */
const SLOTS_MAX = 4_096

interface ChosenSlot {
  readonly mark: SlotMark
  readonly leader: NodeId
  readonly t: number
  readonly seq: number
}

export class QuorumLeaseCurrent implements LiveInvariant {
  readonly name = 'quorum-lease-current'
  readonly reads = [SlotsChosen.name, QuorumLeaseUsed.name]
  /** As leaders called them chosen first. */
  private readonly chosen = new Map<number, ChosenSlot>()
  private last = 0

  observe(event: LabEvent): Violation | null {
    if (QuorumLeaseUsed.is(event)) return this.judge(event)
    if (!SlotsChosen.is(event)) return null
    const { node: leader, t, seq } = event
    for (const mark of event.data.entries) {
      if (!this.chosen.has(mark.index)) setBounded(this.chosen, mark.index, { mark, leader, t, seq }, SLOTS_MAX)
      this.last = Math.max(this.last, mark.index)
    }
    return null
  }

  private judge({ node, t, seq, data: { commit, accepted } }: QuorumLeaseUsed): Violation | null {
    const known = new Map(accepted.map(({ index, digest }) => [index, digest]))
    for (let slot = commit + 1; slot <= this.last; slot++) {
      const chosen = this.chosen.get(slot)
      if (chosen === undefined || chosen.t >= t || known.get(slot) === chosen.mark.digest) continue
      const text = `${node} reads by quorum lease and does not know what ${chosen.leader} has called chosen in slot ${slot}`
      return { text, events: [chosen.seq, seq] }
    }
    return null
  }
}

export class QuorumLeaseQuorum implements LiveInvariant {
  readonly name = 'quorum-lease-quorum'
  readonly reads = [QuorumLeaseUsed.name, Configured.name]

  constructor(private readonly configurations: Configurations) {}

  observe(event: LabEvent): Violation | null {
    this.configurations.observe(event)
    if (!QuorumLeaseUsed.is(event)) return null
    const { configuration, grantors } = event.data
    const quorum = this.configurations.quorum(configuration, grantors)
    const members = this.configurations.of(configuration)?.voters.length
    if (quorum === null || members === undefined || quorum.counted.length + quorum.accept > members) return null
    const text = `${event.node} reads by quorum lease of ${grantors.join(', ')}, and ${quorum.accept} other members can choose a value`
    return { text, events: [event.seq] }
  }
}
