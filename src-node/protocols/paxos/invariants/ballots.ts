/** Whether ballots are numbered, and used, as they must be. */
import type { LabEvent } from '../../../../src-shared/events'
import { ballotText, compareBallots } from '../../../../src-shared/protocols/paxos/ballot'
import type { Accepted } from '../../../../src-shared/protocols/paxos/ballot'
import { BallotEnded, BallotStarted, ValueAccepted, ValueProposed } from '../../../../src-shared/protocols/paxos/facts'
import { shortValue } from '../../../../src-shared/text/value-text'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { ByKey } from './by-key'

/** Ballots of a key that are remembered. */
const BALLOTS_MAX = 256

export class OneValueABallot implements LiveInvariant {
  readonly name = 'one-value-a-ballot'
  readonly reads = [ValueAccepted.name]
  private readonly keys = new ByKey<Map<string, ValueAccepted>>(() => new Map())

  observe(event: LabEvent): Violation | null {
    if (!ValueAccepted.is(event)) return null
    const { key, ballot, value } = event.data
    const ballots = this.keys.of(key)
    const first = ballots.get(ballotText(ballot))
    if (first === undefined) setBounded(ballots, ballotText(ballot), event, BALLOTS_MAX)
    if (first === undefined || first.data.value === value) return null
    const text = `in ballot ${ballotText(ballot)} for ${key}, ${first.node} accepts ${shortValue(first.data.value)} and ${event.node} ${shortValue(value)}`
    return { text, events: [first.seq, event.seq] }
  }
}

export class BallotsForward implements LiveInvariant {
  readonly name = 'ballots-forward'
  readonly reads = [BallotStarted.name]
  /** The newest of each proposer. */
  private readonly keys = new ByKey<Map<string, BallotStarted>>(() => new Map())

  observe(event: LabEvent): Violation | null {
    if (!BallotStarted.is(event)) return null
    const { key, ballot } = event.data
    const newest = this.keys.of(key)
    const before = newest.get(event.node)
    newest.set(event.node, event)
    if (before === undefined || compareBallots(before.data.ballot, ballot) < 0) return null
    const text = `${event.node} starts ballot ${ballotText(ballot)} for ${key}, not above its ballot ${ballotText(before.data.ballot)}`
    return { text, events: [before.seq, event.seq] }
  }
}

export class ValueAdopted implements LiveInvariant {
  readonly name = 'value-adopted'
  readonly reads = [ValueProposed.name]

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (!ValueProposed.is(event)) return null
    const { node, seq, data } = event
    const { key, ballot, value, promises } = data
    if (promises.length < this.quorum) {
      const text = `${node} proposes in ballot ${ballotText(ballot)} for ${key} with ${promises.length} promises of ${this.quorum}`
      return { text, events: [seq] }
    }
    const highest = highestOf(promises.flatMap(({ accepted }) => accepted ?? []))
    if (highest === null || highest.value === value) return null
    const text = `${node} proposes ${shortValue(value)} for ${key}, though ${shortValue(highest.value)} was accepted in ballot ${ballotText(highest.ballot)}`
    return { text, events: [seq] }
  }
}

function highestOf(accepted: readonly Accepted[]): Accepted | null {
  return accepted.reduce<Accepted | null>(
    (highest, one) => (highest === null || compareBallots(one.ballot, highest.ballot) > 0 ? one : highest),
    null
  )
}

export class ChosenByQuorum implements LiveInvariant {
  readonly name = 'chosen-by-quorum'
  readonly reads = [BallotEnded.name]

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (!BallotEnded.is(event)) return null
    const { node, seq, data } = event
    const { key, value, acceptors } = data
    if (value === undefined || acceptors.length >= this.quorum) return null
    const text = `${node} calls ${shortValue(value)} chosen for ${key} once ${acceptors.join(', ')} accepted it, of ${this.quorum} that are needed`
    return { text, events: [seq] }
  }
}
