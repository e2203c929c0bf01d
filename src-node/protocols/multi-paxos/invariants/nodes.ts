/** Whether each node keeps what it has accepted, and applies slots in order. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import {
  RECOVERED_MAX,
  SlotsAccepted,
  SlotsLearned,
  SlotsPromised,
  SlotsRecovered
} from '../../../../src-shared/protocols/multi-paxos/facts'
import { Apply, LogSnapshot } from '../../../../src-shared/protocols/replicated-log/facts'
import type { SlotMark } from '../../../../src-shared/protocols/multi-paxos/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'

interface OnDisk {
  promised: { readonly ballot: number; readonly seq: number } | null
  /** By slot. */
  readonly accepted: Map<number, { readonly mark: SlotMark; readonly configuration: number; readonly seq: number }>
}

export class SlotsKept implements LiveInvariant {
  readonly name = 'slots-kept'
  readonly reads = [SlotsPromised.name, SlotsAccepted.name, SlotsLearned.name, SlotsRecovered.name]
  private readonly nodes = new Map<NodeId, OnDisk>()

  observe(event: LabEvent): Violation | null {
    if (SlotsRecovered.is(event)) return this.onRecovered(event)
    if (SlotsPromised.is(event)) this.of(event.node).promised = { ballot: event.data.ballot, seq: event.seq }
    else if (SlotsAccepted.is(event)) {
      const { accepted } = this.of(event.node)
      const { configuration, entries } = event.data
      for (const mark of entries) setBounded(accepted, mark.index, { mark, configuration, seq: event.seq }, RECOVERED_MAX)
    } else if (SlotsLearned.is(event)) {
      // What is chosen may take the place of something that was accepted.
      const { accepted } = this.of(event.node)
      for (const { index } of event.data.entries) accepted.delete(index)
    }
    return null
  }

  private of(node: NodeId): OnDisk {
    let known = this.nodes.get(node)
    if (known === undefined) this.nodes.set(node, (known = { promised: null, accepted: new Map() }))
    return known
  }

  /** Whoever takes no part any more is held to nothing that its lost disk had. */
  private onRecovered({ node, seq, data }: SlotsRecovered): Violation | null {
    const told = this.nodes.get(node)
    if (!data.takes_part) this.nodes.delete(node)
    if (!data.takes_part || told === undefined) return null
    if (told.promised !== null && data.promised < told.promised.ballot)
      return {
        text: `${node} comes back without its promise of ballot ${told.promised.ballot}`,
        events: [told.promised.seq, seq]
      }
    const missing = missingFrom(told, data)
    if (missing === null) return null
    return { text: `${node} comes back without what it had accepted in slot ${missing.index}`, events: [missing.seq, seq] }
  }
}

function missingFrom(
  { accepted }: OnDisk,
  { configuration, snapshot, entries }: SlotsRecovered['data']
): { index: number; seq: number } | null {
  const found = new Map(entries.map((mark) => [mark.index, mark]))
  const first = Math.max(snapshot + 1, entries.length === RECOVERED_MAX ? entries[0]!.index : 0)
  for (const [index, { mark, seq, configuration: accepted_in }] of accepted) {
    // What was accepted in slots after a stop-sign goes once that is chosen.
    const is_void = accepted_in < configuration && index > configuration
    if (index >= first && !is_void && (found.get(index)?.term ?? 0) < mark.term) return { index, seq }
  }
  return null
}

export class AppliedInSlotOrder implements LiveInvariant {
  readonly name = 'applied-in-slot-order'
  readonly reads = [Apply.name, LogSnapshot.name, 'node-started', 'gap']
  /** Of nodes that have told since they started. */
  private readonly applied = new Map<NodeId, number>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'node-started') this.applied.delete(event.node)
    else if (event.kind === 'gap') this.applied.clear()
    else if (LogSnapshot.is(event)) this.applied.set(event.node, Math.max(event.data.index, this.applied.get(event.node) ?? 0))
    return Apply.is(event) ? this.follow(event) : null
  }

  private follow({ node, seq, data: { entries } }: Apply): Violation | null {
    for (const { index } of entries) {
      const before = this.applied.get(node)
      this.applied.set(node, index)
      if (before === undefined || index === before + 1) continue
      return { text: `${node} applies slot ${index} right after slot ${before}`, events: [seq] }
    }
    return null
  }
}
