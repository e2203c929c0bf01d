/** Whether ballots are numbered, promised and used as they must be. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import {
  LeaseUsed,
  SlotsAccepted,
  SlotsAdopted,
  SlotsPrepared,
  SlotsPromised
} from '../../../../src-shared/protocols/multi-paxos/facts'
import type { SlotMark } from '../../../../src-shared/protocols/multi-paxos/facts'
import { Configured } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LiveInvariant, Violation } from '../../contract'
import type { Configurations } from './configurations'

/** A ballot, and the event that told of it. */
interface Told {
  readonly ballot: number
  readonly seq: number
}

export class BallotsGrow implements LiveInvariant {
  readonly name = 'ballots-grow'
  readonly reads = [SlotsPrepared.name]
  private readonly newest = new Map<NodeId, Told>()

  observe(event: LabEvent): Violation | null {
    if (!SlotsPrepared.is(event)) return null
    const { node, seq, data } = event
    const before = this.newest.get(node)
    this.newest.set(node, { ballot: data.ballot, seq })
    if (before === undefined || before.ballot < data.ballot) return null
    return { text: `${node} starts ballot ${data.ballot}, not above its ballot ${before.ballot}`, events: [before.seq, seq] }
  }
}

export class PromiseForward implements LiveInvariant {
  readonly name = 'promise-forward'
  readonly reads = [SlotsPromised.name, SlotsAccepted.name]
  /** The highest of each node. */
  private readonly promised = new Map<NodeId, Told>()

  observe(event: LabEvent): Violation | null {
    if (!SlotsPromised.is(event) && !SlotsAccepted.is(event)) return null
    const { node, seq } = event
    const { ballot } = event.data
    const told = this.promised.get(node)
    if (told === undefined || ballot > told.ballot) this.promised.set(node, { ballot, seq })
    if (told === undefined || ballot >= told.ballot) return null
    const what = SlotsAccepted.is(event) ? 'accepts' : 'promises'
    return { text: `${node} ${what} in ballot ${ballot}, though it had promised ${told.ballot}`, events: [told.seq, seq] }
  }
}

export class HighestAdopted implements LiveInvariant {
  readonly name = 'highest-adopted'
  readonly reads = [SlotsAdopted.name, Configured.name]

  constructor(private readonly configurations: Configurations) {}

  observe(event: LabEvent): Violation | null {
    this.configurations.observe(event)
    if (!SlotsAdopted.is(event)) return null
    const { ballot, configuration, promises } = event.data
    const quorum = this.configurations.quorum(
      configuration,
      promises.map(({ node }) => node)
    )
    const text =
      quorum !== null && quorum.counted.length < quorum.prepare
        ? `${event.node} leads ballot ${ballot} with ${quorum.counted.length} promises of members, of ${quorum.prepare} that are needed`
        : wrongProposal(event)
    return text === null ? null : { text, events: [event.seq] }
  }
}

function wrongProposal({ node, data: { promises, proposals } }: SlotsAdopted): string | null {
  const proposed = new Map(proposals.map((mark) => [mark.index, mark]))
  const highest = highestOf(promises.flatMap(({ accepted }) => accepted))
  const stop = stopSignOf(highest)
  if (stop !== null && proposals.some(({ index }) => index > stop))
    return `${node} proposes something after the stop-sign of slot ${stop}`
  for (const found of highest.values()) {
    if (proposed.get(found.index)?.digest === found.digest) continue
    if (isOvertaken(found, highest) || (stop !== null && found.index > stop)) continue
    return `${node} does not propose what was accepted in slot ${found.index} in ballot ${found.term}`
  }
  return null
}

/** The first stop-sign that may be chosen; null: none may. */
function stopSignOf(highest: ReadonlyMap<number, SlotMark>): number | null {
  const slots = [...highest.values()].filter((mark) => mark.voters !== undefined && !isOvertaken(mark, highest))
  return slots.length === 0 ? null : Math.min(...slots.map(({ index }) => index))
}

/** A stop-sign is not chosen where a higher ballot has something in a later slot. */
function isOvertaken({ index, term, voters }: SlotMark, highest: ReadonlyMap<number, SlotMark>): boolean {
  return voters !== undefined && [...highest.values()].some((mark) => mark.index > index && mark.term > term)
}

function highestOf(marks: readonly SlotMark[]): Map<number, SlotMark> {
  const highest = new Map<number, SlotMark>()
  for (const mark of marks) if (mark.term > (highest.get(mark.index)?.term ?? 0)) highest.set(mark.index, mark)
  return highest
}

export class LeaseExclusive implements LiveInvariant {
  readonly name = 'lease-exclusive'
  readonly reads = [LeaseUsed.name, SlotsAdopted.name]
  /** The leader of the highest ballot of the newest configuration, and since when it leads. */
  private newest: (Told & { readonly node: NodeId; readonly t: number; readonly configuration: number }) | null = null

  observe(event: LabEvent): Violation | null {
    if (LeaseUsed.is(event)) return this.judge(event)
    if (!SlotsAdopted.is(event)) return null
    const { node, t, seq } = event
    const { ballot, configuration } = event.data
    if (this.newest === null || isBefore(this.newest, event.data)) this.newest = { ballot, configuration, node, t, seq }
    return null
  }

  private judge({ node, t, seq, data }: LeaseUsed): Violation | null {
    const { newest } = this
    const { ballot } = data
    if (newest === null || !isBefore(data, newest) || newest.t >= t) return null
    const text = `${node} answers by its lease of ballot ${ballot}, though ${newest.node} leads ballot ${newest.ballot}`
    return { text, events: [newest.seq, seq] }
  }
}

interface InConfiguration {
  readonly ballot: number
  readonly configuration: number
}

function isBefore(one: InConfiguration, other: InConfiguration): boolean {
  return one.configuration < other.configuration || (one.configuration === other.configuration && one.ballot < other.ballot)
}
