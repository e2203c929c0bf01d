import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { TWO_PHASE_COMMIT_FACTS } from './facts'
import { transactionMetrics } from './metrics'

export const twoPhaseCommit: ProtocolDefinition = {
  description,
  facts: TWO_PHASE_COMMIT_FACTS,
  folds: [],
  charts: [],
  metrics: [transactionMetrics],
  panels: { run: [], node: [] }
}
