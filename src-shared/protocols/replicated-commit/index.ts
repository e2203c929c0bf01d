import { gaugesTable } from '../../charts/gauge'
import { transactionsFold } from '../atomic-commit/transactions'
import { locksFold } from '../atomic-commit/locks'
import { ATOMIC_COMMIT_FACTS } from '../atomic-commit/facts'
import { commitMetrics } from '../atomic-commit/commit-metrics'
import { transactionMetrics } from '../atomic-commit/metrics'
import { transactionsChart } from '../atomic-commit/transactions-chart'
import { totalsMetrics } from '../atomic-commit/execution/totals'
import type { ProtocolDefinition } from '../definition'
import { followingFold } from '../leadership/following'
import { groupLeadersChart } from '../leadership/group-leaders-chart'
import { rolesFold } from '../leadership/roles'
import { LOG_FACTS } from '../replicated-log/facts'
import { description } from './description'
import { RecordWritten } from './facts'
import { panels } from './panels'
import { recordsFold } from './records'

const memberTable = gaugesTable({ id: 'members', title: 'Where transactions stand' }, [
  { name: 'open', column: 'coordinated' },
  { name: 'in_doubt', column: 'in doubt' },
  { name: 'locks_held', column: 'locks' }
])

export const replicatedCommit: ProtocolDefinition = {
  description,
  facts: [...LOG_FACTS, ...ATOMIC_COMMIT_FACTS, RecordWritten],
  folds: [followingFold, rolesFold, transactionsFold, locksFold, recordsFold],
  charts: [groupLeadersChart(description.term), transactionsChart, memberTable],
  metrics: [transactionMetrics, commitMetrics, totalsMetrics],
  panels
}
