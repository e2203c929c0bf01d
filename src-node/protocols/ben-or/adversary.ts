/**
 * What keeps Ben-Or's nodes from proposing: a report waits while its receiver would hear a majority by it and enough others report the other bit.
 * Coins that all fall alike leave no choice, with a probability of 2^(1 − n) a round, so that 2^(n − 1) rounds are what it can expect.
 *
 * It waits for the reports of all nodes: of one that is down none comes, and what waits for it does so until the adversary is taken away.
 */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { NodeId } from '../../../src-shared/ids'
import type { Bit } from '../../../src-shared/protocols/ben-or/bits'
import { description } from '../../../src-shared/protocols/ben-or/description'
import { quorumSizes } from '../../../src-shared/protocols/ben-or/quorum-sizes'
import type { Adversary } from '../contract'
import { setBounded } from '../kit/bounded'
import { readSettings } from '../kit/settings'
import type { BenOrMessage } from './messages'

/** Rounds that are remembered. */
const ROUNDS_MAX = 64

interface KnownRound {
  readonly reports: Map<NodeId, Bit>
  /** Whose reports each node has been handed. */
  readonly handed: Map<NodeId, Set<NodeId>>
  /** Nodes that have ended the phase of reports. */
  readonly over: Set<NodeId>
}

export class BenOrAdversary implements Adversary<BenOrMessage> {
  private readonly rounds = new Map<string, KnownRound>()
  private readonly enough: number
  /** Reports of one bit that are no majority yet. */
  private readonly harmless: number
  /** Instances that somebody has decided, as far as the adversary has seen. */
  private decided = 0

  constructor(
    private readonly nodes: readonly NodeId[],
    parameters: Parameters
  ) {
    this.enough = quorumSizes(nodes.length, readSettings(description, parameters)).enough
    this.harmless = Math.floor(nodes.length / 2)
  }

  onArrival(from: NodeId, _to: NodeId, message: BenOrMessage): void {
    if (message.type === 'report') this.of(message).reports.set(from, message.bit)
    else if (message.type === 'proposal') this.of(message).over.add(from)
    else if (message.type === 'decided') this.decided = Math.max(this.decided, message.instance)
  }

  onDelivery(from: NodeId, to: NodeId, message: BenOrMessage): void {
    if (message.type !== 'report') return
    const { handed } = this.of(message)
    const known = handed.get(to) ?? new Set()
    handed.set(to, known.add(from))
  }

  mayDecide(_from: NodeId, to: NodeId, message: BenOrMessage): boolean {
    if (message.type !== 'report' || message.instance <= this.decided) return false
    const { reports, handed, over } = this.of(message)
    if (over.has(to) || !this.canKeepApart(reports)) return false
    // Its own report it has heard from itself; as long as the adversary has not seen that it may be any.
    const heard = new Set(handed.get(to)).add(to)
    const alike = [...heard].filter((node) => (reports.get(node) ?? message.bit) === message.bit).length
    return alike + 1 > this.harmless
  }

  /** Whether a node may still hear enough reports without a majority of one bit. */
  private canKeepApart(reports: ReadonlyMap<NodeId, Bit>): boolean {
    if (reports.size < this.nodes.length) return true
    const ones = [...reports.values()].filter((bit) => bit === 1).length
    return Math.min(ones, this.harmless) + Math.min(this.nodes.length - ones, this.harmless) >= this.enough
  }

  private of({ instance, round }: { readonly instance: number; readonly round: number }): KnownRound {
    const name = `${instance} ${round}`
    let known = this.rounds.get(name)
    if (known === undefined) {
      known = { reports: new Map(), handed: new Map(), over: new Set() }
      setBounded(this.rounds, name, known, ROUNDS_MAX)
    }
    return known
  }
}
