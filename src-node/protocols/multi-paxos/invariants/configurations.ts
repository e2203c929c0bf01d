/** Who the members are after each stop-sign, as nodes tell, and the quorums of them. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { SlotsAccepted, SlotsRecovered } from '../../../../src-shared/protocols/multi-paxos/facts'
import { Configured, LogSnapshot } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { sizesFor } from '../quorums'
import type { Settings } from '../state'

/** Configurations that are remembered, and ballots. */
const CONFIGURATIONS_MAX = 256
const BALLOTS_MAX = 256

interface Known {
  readonly voters: readonly NodeId[]
  /** The event that told of it; null: the run began with it. */
  readonly seq: number | null
}

export class Configurations {
  /** By the slot of the stop-sign. */
  private readonly known = new Map<number, Known>()

  constructor(
    private readonly first: readonly NodeId[],
    private readonly settings: Settings
  ) {
    this.known.set(0, { voters: first, seq: null })
  }

  /** Whoever tells first is believed. */
  observe(event: LabEvent): void {
    if (!Configured.is(event) || this.known.has(event.data.index)) return
    setBounded(this.known, event.data.index, { voters: event.data.voters, seq: event.seq }, CONFIGURATIONS_MAX)
  }

  of(index: number): Known | undefined {
    return this.known.get(index)
  }

  /** How many it takes, and which of these nodes count; null: the configuration is not known. */
  quorum(index: number, nodes: Iterable<NodeId>): { prepare: number; accept: number; counted: NodeId[] } | null {
    const known = this.known.get(index)
    if (known === undefined) return null
    const counted = [...nodes].filter((node) => known.voters.includes(node))
    return { ...sizesFor(known.voters.length, this.first.length, this.settings), counted }
  }

  /** The newest whose stop-sign is in a slot up to `index`. */
  newestUpTo(index: number): number {
    return Math.max(0, ...[...this.known.keys()].filter((slot) => slot <= index))
  }
}

export class ConfigurationInLog implements LiveInvariant {
  readonly name = 'configuration-in-log'
  readonly reads = [Configured.name, LogSnapshot.name, SlotsRecovered.name]
  /** By which each node goes. */
  private readonly nodes = new Map<NodeId, number>()

  constructor(private readonly configurations: Configurations) {}

  observe(event: LabEvent): Violation | null {
    this.configurations.observe(event)
    if (Configured.is(event)) return this.onConfigured(event)
    if (LogSnapshot.is(event)) return this.check(event, event.data.index, this.nodes.get(event.node) ?? 0)
    if (!SlotsRecovered.is(event)) return null
    this.nodes.set(event.node, event.data.configuration)
    return this.check(event, event.data.snapshot, event.data.configuration)
  }

  private onConfigured({ node, seq, data: { index, voters } }: Configured): Violation | null {
    this.nodes.set(node, index)
    const known = this.configurations.of(index)
    if (known === undefined || known.voters.join(' ') === voters.join(' ')) return null
    const text = `${node} finds the members ${voters.join(', ')} in slot ${index}, where others found ${known.voters.join(', ')}`
    return { text, events: [...(known.seq === null ? [] : [known.seq]), seq] }
  }

  private check({ node, seq }: { node: NodeId; seq: number }, snapshot: number, goes_by: number): Violation | null {
    const newest = this.configurations.newestUpTo(snapshot)
    if (goes_by >= newest) return null
    const told = this.configurations.of(newest)!.seq
    const before = goes_by === 0 ? 'the first configuration' : `the configuration of slot ${goes_by}`
    const text = `${node} goes by ${before}, though its snapshot up to slot ${snapshot} holds the stop-sign of slot ${newest}`
    return { text, events: [...(told === null ? [] : [told]), seq] }
  }
}

interface Ballot {
  /** The last slot in which something was accepted. */
  last: { readonly slot: number; readonly seq: number }
  stop: { readonly slot: number; readonly seq: number } | null
}

export class StopSignLast implements LiveInvariant {
  readonly name = 'stop-sign-last'
  readonly reads = [SlotsAccepted.name]
  private readonly ballots = new Map<number, Ballot>()

  observe(event: LabEvent): Violation | null {
    if (!SlotsAccepted.is(event)) return null
    const { node, seq, data } = event
    const ballot = this.ballots.get(data.ballot) ?? { last: { slot: 0, seq }, stop: null }
    if (!this.ballots.has(data.ballot)) setBounded(this.ballots, data.ballot, ballot, BALLOTS_MAX)
    for (const { index: slot, voters } of data.entries) {
      if (slot > ballot.last.slot) ballot.last = { slot, seq }
      if (voters !== undefined) ballot.stop = { slot, seq }
    }
    const { last, stop } = ballot
    if (stop === null || last.slot <= stop.slot) return null
    const text = `in ballot ${data.ballot}, ${node} accepts something in slot ${last.slot}, after the stop-sign of slot ${stop.slot}`
    return { text, events: [...new Set([stop.seq, last.seq])].sort((a, b) => a - b) }
  }
}
