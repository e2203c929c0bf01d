/**
 * What keeps Paxos undecided, and its state bivalent: an `accept` waits until its acceptor has promised a higher ballot, so that no ballot gathers a
 * quorum; a promise that would have the proposer take over another's value waits until that ballot has a value.
 *
 * Nodes that crash forget a promise that was not on disk yet: then one acceptor may accept after all. Proposers that have given up start no
 * ballots, and what waits for one waits until the adversary is taken away.
 */
import type { NodeId } from '../../../src-shared/ids'
import { compareBallots } from '../../../src-shared/protocols/paxos/ballot'
import type { Ballot } from '../../../src-shared/protocols/paxos/ballot'
import type { Adversary } from '../contract'
import { setBounded } from '../kit/bounded'
import type { PaxosMessage } from './messages'

/** Keys of a node that are remembered. */
const KEYS_MAX = 4_096

export class PaxosAdversary implements Adversary<PaxosMessage> {
  /** The highest ballot for which each node has been asked for a promise, by `node key`. */
  private readonly asked = new Map<string, Ballot>()
  /** The newest ballot in which each proposer has proposed a value, by `node key`. */
  private readonly proposed = new Map<string, Ballot>()

  onArrival(from: NodeId, _to: NodeId, message: PaxosMessage): void {
    if (message.type === 'accept') raise(this.proposed, `${from} ${message.key}`, message.ballot)
    // Who starts a ballot has promised it to itself before.
    if (message.type === 'prepare') raise(this.asked, `${from} ${message.key}`, message.ballot)
  }

  onDelivery(_from: NodeId, to: NodeId, message: PaxosMessage): void {
    if (message.type === 'prepare') raise(this.asked, `${to} ${message.key}`, message.ballot)
  }

  mayDecide(_from: NodeId, to: NodeId, message: PaxosMessage): boolean {
    if (message.type === 'accept') return !isAbove(this.asked.get(`${to} ${message.key}`), message.ballot)
    if (message.type !== 'promise' || message.accepted === null || message.accepted.ballot.node === to) return false
    const place = `${to} ${message.key}`
    return !isAtLeast(this.proposed.get(place), message.ballot) && !isAbove(this.asked.get(place), message.ballot)
  }
}

function raise(ballots: Map<string, Ballot>, place: string, ballot: Ballot): void {
  if (!isAtLeast(ballots.get(place), ballot)) setBounded(ballots, place, ballot, KEYS_MAX)
}

function isAbove(one: Ballot | undefined, other: Ballot): boolean {
  return one !== undefined && compareBallots(one, other) > 0
}

function isAtLeast(one: Ballot | undefined, other: Ballot): boolean {
  return one !== undefined && compareBallots(one, other) >= 0
}
