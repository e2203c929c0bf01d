/** Whether acceptors keep what they have promised, accepted and learned. */
import type { LabEvent } from '../../../../src-shared/events'
import { ballotText, compareBallots } from '../../../../src-shared/protocols/paxos/ballot'
import type { Ballot } from '../../../../src-shared/protocols/paxos/ballot'
import {
  AcceptorRecovered,
  BallotPromised,
  RECOVERED_MAX,
  ValueAccepted,
  ValueLearned
} from '../../../../src-shared/protocols/paxos/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { ByKey } from './by-key'

/** A ballot, and the event that told of it. */
interface Told {
  readonly ballot: Ballot
  readonly seq: number
}

export class PromiseKept implements LiveInvariant {
  readonly name = 'promise-kept'
  readonly reads = [BallotPromised.name, ValueAccepted.name, AcceptorRecovered.name]
  /** The highest promise of each node, by `node key`. */
  private readonly promised = new ByKey<{ told: Told | null }>(() => ({ told: null }))

  observe(event: LabEvent): Violation | null {
    if (!BallotPromised.is(event) && !ValueAccepted.is(event)) return null
    const { node, seq, data } = event
    const { key, ballot } = data
    const known = this.promised.of(`${node} ${key}`)
    const { told } = known
    if (told === null || compareBallots(ballot, told.ballot) > 0) known.told = { ballot, seq }
    if (told === null || compareBallots(ballot, told.ballot) >= 0) return null
    const what = ValueAccepted.is(event) ? 'accepts a value' : 'makes a promise'
    const text = `${node} ${what} in ballot ${ballotText(ballot)} for ${key}, though it had promised ${ballotText(told.ballot)}`
    return { text, events: [told.seq, seq] }
  }
}

interface OnDisk {
  promised: Told | null
  accepted: Told | null
  learned: { readonly seq: number } | null
}

type Found = AcceptorRecovered['data']['keys'][number]

export class AcceptedKept implements LiveInvariant {
  readonly name = 'accepted-kept'
  readonly reads = [BallotPromised.name, ValueAccepted.name, ValueLearned.name, AcceptorRecovered.name]
  private readonly nodes = new Map<string, Map<string, OnDisk>>()

  observe(event: LabEvent): Violation | null {
    if (AcceptorRecovered.is(event)) return this.onRecovered(event)
    if (BallotPromised.is(event)) this.of(event.node, event.data.key).promised = { ballot: event.data.ballot, seq: event.seq }
    else if (ValueLearned.is(event)) this.of(event.node, event.data.key).learned = { seq: event.seq }
    else if (ValueAccepted.is(event)) {
      const told = { ballot: event.data.ballot, seq: event.seq }
      Object.assign(this.of(event.node, event.data.key), { promised: told, accepted: told })
    }
    return null
  }

  private of(node: string, key: string): OnDisk {
    let keys = this.nodes.get(node)
    if (keys === undefined) this.nodes.set(node, (keys = new Map()))
    let known = keys.get(key)
    if (known === undefined) keys.set(key, (known = { promised: null, accepted: null, learned: null }))
    if (keys.size > RECOVERED_MAX) keys.delete(keys.keys().next().value!)
    return known
  }

  /** Whoever takes no part any more is held to nothing that its lost disk had. */
  private onRecovered({ node, seq, data: { takes_part, keys } }: AcceptorRecovered): Violation | null {
    const told = this.nodes.get(node)
    if (!takes_part) this.nodes.delete(node)
    if (!takes_part || told === undefined || keys.length === RECOVERED_MAX) return null
    const found = new Map(keys.map((one) => [one.key, one]))
    for (const [key, known] of told) {
      const missing = missingFrom(known, found.get(key))
      if (missing === null) continue
      return { text: `${node} comes back without ${missing.what} for ${key}`, events: [missing.seq, seq] }
    }
    return null
  }
}

function missingFrom(known: OnDisk, found: Found | undefined): { readonly what: string; readonly seq: number } | null {
  const { promised, accepted, learned } = known
  if (learned !== null && (found?.learned ?? null) === null) return { what: 'what it had learned', seq: learned.seq }
  if (isBelow(found?.accepted?.ballot, accepted)) return { what: 'what it had accepted', seq: accepted!.seq }
  if (isBelow(found?.promised, promised)) return { what: 'its promise', seq: promised!.seq }
  return null
}

function isBelow(found: Ballot | null | undefined, told: Told | null): boolean {
  return told !== null && (!found || compareBallots(found, told.ballot) < 0)
}
