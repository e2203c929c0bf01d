/** Whether each slot has one value: what is accepted, chosen, learned and applied there. */
import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { NO_OP_DIGEST, SlotsAccepted, SlotsChosen, SlotsLearned } from '../../../../src-shared/protocols/multi-paxos/facts'
import type { SlotMark } from '../../../../src-shared/protocols/multi-paxos/facts'
import { Apply, Configured } from '../../../../src-shared/protocols/replicated-log/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import type { Configurations } from './configurations'

/** Slots that are remembered, and in each of them ballots. */
const SLOTS_MAX = 4_096
const BALLOTS_MAX = 64

/** `c1:12`, for texts. */
function valueName({ operation, digest, voters }: SlotMark): string {
  if (voters !== undefined) return `a stop-sign (${voters.join(', ')})`
  return operation ?? (digest === NO_OP_DIGEST ? 'a no-op' : `the value ${digest}`)
}

/** The same where another value comes under the name of this one, as a liar may have it. */
function otherName(mark: SlotMark, first: SlotMark): string {
  return valueName(mark) === valueName(first) ? `another ${valueName(mark)}` : valueName(mark)
}

class BySlot<Value> {
  private readonly values = new Map<number, Value>()

  constructor(private readonly create: () => Value) {}

  of(slot: number): Value {
    let value = this.values.get(slot)
    if (value === undefined) setBounded(this.values, slot, (value = this.create()), SLOTS_MAX)
    return value
  }
}

interface Decision {
  readonly mark: SlotMark
  readonly what: string
  readonly seq: number
}

interface Known {
  decision: Decision | null
  /** Who has accepted, by ballot and value. */
  readonly accepted: Map<string, Set<NodeId>>
}

export class SlotChosenOnce implements LiveInvariant {
  readonly name = 'slot-chosen-once'
  readonly reads = [SlotsAccepted.name, SlotsChosen.name, SlotsLearned.name, Apply.name, Configured.name]
  private readonly slots = new BySlot<Known>(() => ({ decision: null, accepted: new Map() }))

  constructor(private readonly configurations: Configurations) {}

  observe(event: LabEvent): Violation | null {
    this.configurations.observe(event)
    if (SlotsAccepted.is(event)) return firstOf(event.data.entries, (mark) => this.onAccepted(event, mark))
    if (SlotsChosen.is(event)) return this.decideAll(event, `called chosen by ${event.node}`)
    if (SlotsLearned.is(event)) return this.decideAll(event, `learned by ${event.node}`)
    return Apply.is(event) ? this.decideAll(event, `applied by ${event.node}`) : null
  }

  private decideAll({ seq, data: { entries } }: SlotsChosen | SlotsLearned | Apply, what: string): Violation | null {
    return firstOf(entries, (mark) => this.decide({ mark, what, seq }))
  }

  private onAccepted({ node, seq, data: { ballot, configuration } }: SlotsAccepted, mark: SlotMark): Violation | null {
    const { accepted } = this.slots.of(mark.index)
    const name = `${ballot} ${mark.digest}`
    const holders = accepted.get(name) ?? new Set()
    setBounded(accepted, name, holders.add(node), BALLOTS_MAX)
    const quorum = this.configurations.quorum(configuration, holders)
    if (quorum === null || quorum.counted.length < quorum.accept) return null
    return this.decide({ mark, what: `accepted by ${quorum.counted.join(', ')} in ballot ${ballot}`, seq })
  }

  private decide(decision: Decision): Violation | null {
    const { mark, what, seq } = decision
    const known = this.slots.of(mark.index)
    const before = known.decision
    known.decision ??= decision
    if (before === null || before.mark.digest === mark.digest) return null
    const text = `slot ${mark.index} holds ${valueName(before.mark)}, ${before.what}, and ${otherName(mark, before.mark)}, ${what}`
    return { text, events: [before.seq, seq] }
  }
}

export class SlotOneValueABallot implements LiveInvariant {
  readonly name = 'slot-one-value-a-ballot'
  readonly reads = [SlotsAccepted.name]
  /** What was accepted first in each ballot. */
  private readonly slots = new BySlot<Map<number, Decision>>(() => new Map())

  observe(event: LabEvent): Violation | null {
    if (!SlotsAccepted.is(event)) return null
    const { ballot, entries } = event.data
    return firstOf(entries, (mark) => this.compare(ballot, { mark, what: event.node, seq: event.seq }))
  }

  private compare(ballot: number, { mark, what, seq }: Decision): Violation | null {
    const ballots = this.slots.of(mark.index)
    const first = ballots.get(ballot)
    if (first === undefined) setBounded(ballots, ballot, { mark, what, seq }, BALLOTS_MAX)
    if (first === undefined || first.mark.digest === mark.digest) return null
    const text = `in slot ${mark.index} and ballot ${ballot}, ${first.what} accepts ${valueName(first.mark)} and ${what} ${otherName(mark, first.mark)}`
    return { text, events: [first.seq, seq] }
  }
}

export class SlotChosenByQuorum implements LiveInvariant {
  readonly name = 'slot-chosen-by-quorum'
  readonly reads = [SlotsChosen.name, Configured.name]

  constructor(private readonly configurations: Configurations) {}

  observe(event: LabEvent): Violation | null {
    this.configurations.observe(event)
    if (!SlotsChosen.is(event)) return null
    const { configuration, entries, acceptors } = event.data
    const quorum = this.configurations.quorum(configuration, acceptors)
    if (quorum === null || quorum.counted.length >= quorum.accept) return null
    const text = `${event.node} calls slot ${entries[0]!.index} chosen once ${quorum.counted.join(', ')} accepted it, of ${quorum.accept} members that are needed`
    return { text, events: [event.seq] }
  }
}

function firstOf(marks: readonly SlotMark[], judge: (mark: SlotMark) => Violation | null): Violation | null {
  for (const mark of marks) {
    const violation = judge(mark)
    if (violation !== null) return violation
  }
  return null
}
