import { transactionName } from '../../../src-shared/isolation/finding'
import type { Meter } from '../consistency/meter'
import { Evidence } from './evidence'
import { GraphBuilder } from './graph'
import { Keys } from './keys'
import type { Transaction } from './transactions'

/** What is known of a history while it is being judged. */
export class Scene {
  readonly keys: Keys
  readonly graph: GraphBuilder
  readonly evidence = new Evidence()
  /** Of unknown outcome and not (yet) read by anybody: as if they had never been. */
  readonly is_committed: Uint8Array
  /** Why the order of all versions is not known, so that the absence of a cycle proves nothing; null: it is. */
  gap: string | null = null
  /** Why it is not known of every read whose write it tells of; null: it is. */
  unresolved: string | null = null
  /** Some answer makes no sense, so that no order can be held against it. */
  has_nonsense = false

  constructor(
    readonly transactions: readonly Transaction[],
    readonly meter: Meter
  ) {
    this.keys = new Keys(transactions)
    this.graph = new GraphBuilder(transactions.length)
    this.is_committed = Uint8Array.from(transactions, ({ outcome }) => (outcome === 'ok' ? 1 : 0))
  }

  /** It was read by somebody who committed: unless it certainly aborted, it committed. */
  observe(transaction: number): void {
    if (!this.hasFailed(transaction)) this.is_committed[transaction] = 1
  }

  hasFailed(transaction: number): boolean {
    return this.transactions[transaction]!.outcome === 'fail'
  }

  name(transaction: number): string {
    return transactionName(this.transactions[transaction]!)
  }
}
