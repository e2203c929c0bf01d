import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { ballotText } from '../../../../src-shared/protocols/paxos/ballot'
import { BallotEnded, ValueAccepted, ValueLearned } from '../../../../src-shared/protocols/paxos/facts'
import { shortValue } from '../../../../src-shared/text/value-text'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { ByKey } from './by-key'

/** Ballots of a key, and operations under way, that are remembered. */
const BALLOTS_MAX = 256
const OPEN_MAX = 10_000

interface Decision {
  readonly value: string
  /** Who says so: `chosen in ballot 2.n1`. */
  readonly what: string
  readonly seq: number
}

interface Known {
  decision: Decision | null
  /** Who has accepted, by ballot and value. */
  readonly accepted: Map<string, Set<NodeId>>
}

/** Whatever is chosen by what acceptors tell, called chosen, learned or answered is one value. */
export class ChosenOnce implements LiveInvariant {
  readonly name = 'chosen-once'
  readonly reads = [ValueAccepted.name, BallotEnded.name, ValueLearned.name, 'invoke', 'ok', 'fail']
  private readonly keys = new ByKey<Known>(() => ({ decision: null, accepted: new Map() }))
  /** Keys that clients ask for, by operation. */
  private readonly open = new Map<string, string>()

  constructor(private readonly quorum: number) {}

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'invoke') setBounded(this.open, `${event.client}:${event.op}`, event.operation.key, OPEN_MAX)
    else if (event.kind === 'fail') this.open.delete(`${event.client}:${event.op}`)
    else if (event.kind === 'ok') return this.onAnswer(event)
    else if (ValueAccepted.is(event)) return this.onAccepted(event)
    else if (BallotEnded.is(event) && event.data.value !== undefined) return this.onChosen(event, event.data.value)
    else if (ValueLearned.is(event)) {
      const { key, value } = event.data
      return this.decide(key, { value, what: `learned by ${event.node}`, seq: event.seq })
    }
    return null
  }

  private onAccepted({ node, seq, data: { key, ballot, value } }: ValueAccepted): Violation | null {
    const { accepted } = this.keys.of(key)
    const name = `${ballotText(ballot)} ${value}`
    const holders = accepted.get(name) ?? new Set()
    setBounded(accepted, name, holders.add(node), BALLOTS_MAX)
    if (holders.size < this.quorum) return null
    return this.decide(key, { value, what: `accepted by ${[...holders].join(', ')} in ballot ${ballotText(ballot)}`, seq })
  }

  private onChosen({ seq, data: { key, ballot } }: BallotEnded, value: string): Violation | null {
    return this.decide(key, { value, what: `called chosen in ballot ${ballotText(ballot)}`, seq })
  }

  private onAnswer({ client, op, seq, result }: Extract<LabEvent, { kind: 'ok' }>): Violation | null {
    const key = this.open.get(`${client}:${op}`)
    this.open.delete(`${client}:${op}`)
    const { value = null } = result
    return key === undefined || value === null ? null : this.decide(key, { value, what: `answered to ${client}`, seq })
  }

  private decide(key: string, decision: Decision): Violation | null {
    const known = this.keys.of(key)
    const before = known.decision
    known.decision ??= decision
    if (before === null || before.value === decision.value) return null
    const text = `${key} is ${shortValue(before.value)}, ${before.what}, and ${shortValue(decision.value)}, ${decision.what}`
    return { text, events: [before.seq, decision.seq] }
  }
}
