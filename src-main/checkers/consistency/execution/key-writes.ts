import type { Execution } from './execution'
import { previousInSession } from './program-order'
import { chainsBySessionAndKey } from '../orders/write-chains'
import type { WriteChains } from '../orders/write-chains'

/** How the writes to each key stand in the order of their sessions. */
export class KeyWrites {
  private readonly chains: WriteChains
  private readonly previous: Int32Array

  constructor(private readonly execution: Execution) {
    this.chains = chainsBySessionAndKey(execution)
    this.previous = previousInSession(
      execution,
      ({ writes }) => writes,
      ({ key }) => key
    )
  }

  /** The write of the same session to the same key before this one; -1 for none. */
  before(write: number): number {
    return this.previous[write]!
  }

  /** Whether one comes before the other in their session, both writing the same key. */
  isBefore(a: number, b: number): boolean {
    const from = this.execution.events[b]!.open ? this.previous[b]! : b
    return a !== b && from >= 0 && this.chainOf(a) === this.chainOf(from) && this.rankOf(a) <= this.rankOf(from)
  }

  chainOf(write: number): number {
    return this.chains.chain_of[write]!
  }

  rankOf(write: number): number {
    return this.chains.rank_of[write]!
  }
}

/** A set of writes to one key that has with each also those before it in its session. */
export class WriteMarks {
  /** How far each chain is marked. */
  private readonly ranks = new Map<number, number>()

  constructor(private readonly writes: KeyWrites) {}

  has(write: number): boolean {
    return (this.ranks.get(this.writes.chainOf(write)) ?? 0) >= this.writes.rankOf(write)
  }

  get isEmpty(): boolean {
    return this.ranks.size === 0
  }

  /** Whether a later write of its session is marked. */
  hasLater(write: number): boolean {
    return (this.ranks.get(this.writes.chainOf(write)) ?? 0) > this.writes.rankOf(write)
  }

  add(write: number): void {
    this.raise(write)
    // An open write is no part of its session's run of writes.
    const before = this.writes.before(write)
    if (before >= 0) this.raise(before)
  }

  addAll({ ranks }: WriteMarks): void {
    for (const [chain, rank] of ranks) this.ranks.set(chain, Math.max(rank, this.ranks.get(chain) ?? 0))
  }

  private raise(write: number): void {
    const chain = this.writes.chainOf(write)
    this.ranks.set(chain, Math.max(this.writes.rankOf(write), this.ranks.get(chain) ?? 0))
  }
}
