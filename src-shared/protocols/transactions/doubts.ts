/** Transactions whose decision is overdue. */
import { durationText } from '../../charts/time-scale'
import type { RunFold } from '../../folds/run'
import { counted } from '../../text/counted'
import { OVERDUE_US, transactionsFold } from './transactions'

interface Doubts {
  readonly transactions: number
  /** Since the oldest began. */
  readonly longest_us: number
}

/** Transactions of which some participant has waited too long for the decision; null: none. */
export function overdueDoubts(run: RunFold): Doubts | null {
  const { now_us } = run.cluster
  const waiting = [...(transactionsFold.of(run)?.open.values() ?? [])].filter(
    ({ member, from_us }) => member === 'participant' && now_us - from_us >= OVERDUE_US
  )
  if (waiting.length === 0) return null
  return {
    transactions: new Set(waiting.map(({ transaction }) => transaction)).size,
    longest_us: now_us - Math.min(...waiting.map(({ from_us }) => from_us))
  }
}

/** `3 transactions in doubt for 4.2 s`; null: none is. */
export function doubtText(run: RunFold): string | null {
  const doubts = overdueDoubts(run)
  return doubts && `${counted(doubts.transactions, 'transaction')} in doubt for ${durationText(doubts.longest_us / 1000)}`
}
