import { gaugesTable } from '../../charts/gauge'
import { transactionsFold } from '../transactions/transactions'
import { locksFold } from '../transactions/locks'
import { TRANSACTION_FACTS } from '../transactions/facts'
import { commitMetrics } from '../transactions/commit-metrics'
import { transactionMetrics } from '../transactions/metrics'
import { transactionsChart } from '../transactions/transactions-chart'
import { totalsMetrics } from '../transactions/execution/totals'
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
  facts: [...LOG_FACTS, ...TRANSACTION_FACTS, RecordWritten],
  folds: [followingFold, rolesFold, transactionsFold, locksFold, recordsFold],
  charts: [groupLeadersChart(description.term), transactionsChart, memberTable],
  metrics: [transactionMetrics, commitMetrics, totalsMetrics],
  panels
}
