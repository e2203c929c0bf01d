import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { TRANSACTION_FACTS } from '../transactions/facts'
import { commitMetrics } from '../transactions/commit-metrics'
import { transactionMetrics } from '../transactions/metrics'
import { lockMetrics } from '../transactions/execution/metrics'
import { totalsMetrics } from '../transactions/execution/totals'
import { waitForChart } from '../transactions/execution/wait-for-chart'
import { waitsFold } from '../transactions/execution/waits'
import { panels } from './panels'
import { gaugesTable } from '../../charts/gauge'
import { locksFold } from '../transactions/locks'
import { progressFold } from './progress'
import { transactionsFold } from '../transactions/transactions'
import { transactionsChart } from '../transactions/transactions-chart'

const memberTable = gaugesTable({ id: 'members', title: 'Where transactions stand' }, [
  { name: 'open', column: 'wait for votes' },
  { name: 'in_doubt', column: 'in doubt' },
  { name: 'locks_held', column: 'keys locked' },
  { name: 'committed', column: 'committed' },
  { name: 'aborted', column: 'aborted' }
])

export const atomicCommit: ProtocolDefinition = {
  description,
  facts: TRANSACTION_FACTS,
  folds: [transactionsFold, locksFold, progressFold, waitsFold],
  charts: [transactionsChart, waitForChart, memberTable],
  metrics: [transactionMetrics, commitMetrics, lockMetrics, totalsMetrics],
  panels
}
