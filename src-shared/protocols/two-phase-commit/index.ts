import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { TWO_PHASE_COMMIT_FACTS } from './facts'
import { transactionMetrics } from './metrics'
import { panels } from './panels'
import { transactionsFold } from './transactions'
import { transactionsChart } from './transactions-chart'

export const twoPhaseCommit: ProtocolDefinition = {
  description,
  facts: TWO_PHASE_COMMIT_FACTS,
  folds: [transactionsFold],
  charts: [transactionsChart],
  metrics: [transactionMetrics],
  panels
}
