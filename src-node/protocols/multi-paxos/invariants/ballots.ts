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
import type { LogEntryMark } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LiveInvariant, Violation } from '../../contract'

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
  readonly reads = [SlotsAdopted.name]

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (!SlotsAdopted.is(event)) return null
    const { ballot, promises } = event.data
    const text =
      promises.length < this.quorum
        ? `${event.node} leads ballot ${ballot} with ${promises.length} promises of ${this.quorum}`
        : wrongProposal(event)
    return text === null ? null : { text, events: [event.seq] }
  }
}

function wrongProposal({ node, data: { promises, proposals } }: SlotsAdopted): string | null {
  const proposed = new Map(proposals.map((mark) => [mark.index, mark]))
  for (const found of highestOf(promises.flatMap(({ accepted }) => accepted)).values()) {
    if (proposed.get(found.index)?.digest === found.digest) continue
    return `${node} does not propose what was accepted in slot ${found.index} in ballot ${found.term}`
  }
  return null
}

function highestOf(marks: readonly LogEntryMark[]): Map<number, LogEntryMark> {
  const highest = new Map<number, LogEntryMark>()
  for (const mark of marks) if (mark.term > (highest.get(mark.index)?.term ?? 0)) highest.set(mark.index, mark)
  return highest
}

export class LeaseExclusive implements LiveInvariant {
  readonly name = 'lease-exclusive'
  readonly reads = [LeaseUsed.name, SlotsAdopted.name]
  /** The leader of the highest ballot, and since when it leads. */
  private newest: (Told & { readonly node: NodeId; readonly t: number }) | null = null

  observe(event: LabEvent): Violation | null {
    if (LeaseUsed.is(event)) return this.judge(event)
    if (!SlotsAdopted.is(event)) return null
    const { node, t, seq } = event
    const { ballot } = event.data
    if (this.newest === null || ballot > this.newest.ballot) this.newest = { ballot, node, t, seq }
    return null
  }

  private judge({ node, t, seq, data: { ballot } }: LeaseUsed): Violation | null {
    const { newest } = this
    if (newest === null || newest.ballot <= ballot || newest.t >= t) return null
    const text = `${node} answers by its lease of ballot ${ballot}, though ${newest.node} leads ballot ${newest.ballot}`
    return { text, events: [newest.seq, seq] }
  }
}
