import { durationText } from '../../charts/time-scale'
import type { RunFold } from '../../folds/run'
import type { Headline } from '../../panels/headline'
import { counted } from '../../text/counted'
import { listOf } from '../../text/list-text'
import { description } from './description'
import { OVERDUE_US, transactionsFold } from './transactions'

const COORDINATOR = description.roles.find(({ name }) => name === 'coordinator')!

/** Who coordinates, and what waits for a decision: "No coordinator: 3 transactions in doubt for 4.2 s". */
export function headline(run: RunFold): Headline | null {
  const { nodes } = run.cluster
  if (nodes.size === 0) return null
  const coordinators = [...nodes.values()].filter(({ process, role }) => process === 'running' && role === COORDINATOR.name)
  const who = coordinators.length > 0 ? `${listOf(coordinators.map(({ id }) => id))} coordinates` : 'No coordinator'
  const doubt = doubtText(run)
  const parts = [{ text: who, name: 'roles' }]
  return {
    ...(coordinators.length > 0 && { look: COORDINATOR.look }),
    parts: doubt === null ? parts : [...parts, { text: `: ${doubt}`, name: 'in-doubt' }]
  }
}

/** Transactions of which some participant has waited too long for the decision, and since when the oldest; null: none. */
export function overdueDoubts(run: RunFold): { readonly transactions: number; readonly longest_us: number } | null {
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

function doubtText(run: RunFold): string | null {
  const doubts = overdueDoubts(run)
  if (doubts === null) return null
  const { transactions, longest_us } = doubts
  return `${counted(transactions, 'transaction')} in doubt for ${durationText(longest_us / 1000)}`
}
