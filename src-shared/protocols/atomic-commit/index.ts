import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { ATOMIC_COMMIT_FACTS } from './facts'
import { commitMetrics } from './commit-metrics'
import { transactionMetrics } from './metrics'
import { lockMetrics } from './execution/metrics'
import { totalsMetrics } from './execution/totals'
import { waitForChart } from './execution/wait-for-chart'
import { waitsFold } from './execution/waits'
import { panels } from './panels'
import { gaugesTable } from '../../charts/gauge'
import { locksFold } from './locks'
import { progressFold } from './progress'
import { transactionsFold } from './transactions'
import { transactionsChart } from './transactions-chart'

const memberTable = gaugesTable({ id: 'members', title: 'Where transactions stand' }, [
  { name: 'open', column: 'wait for votes' },
  { name: 'in_doubt', column: 'in doubt' },
  { name: 'locks_held', column: 'keys locked' },
  { name: 'committed', column: 'committed' },
  { name: 'aborted', column: 'aborted' }
])

export const atomicCommit: ProtocolDefinition = {
  description,
  facts: ATOMIC_COMMIT_FACTS,
  folds: [transactionsFold, locksFold, progressFold, waitsFold],
  charts: [transactionsChart, waitForChart, memberTable],
  metrics: [transactionMetrics, commitMetrics, lockMetrics, totalsMetrics],
  panels
}
