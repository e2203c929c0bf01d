import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { beliefMatrixChart } from './belief-matrix-chart'
import { description } from './description'
import { detectorMetrics } from './detector-metrics'
import { detectorsFold } from './detectors'
import { MEMBERSHIP_FACTS } from './facts'
import { membershipMetrics } from './metrics'
import { panels } from './panels'
import { phiChart } from './phi-chart'
import { tradeOffChart } from './trade-off-chart'
import { tradeOffMetrics } from './trade-off-metrics'

const nodesTable = gaugesTable({ id: 'membership-nodes', title: 'What members know' }, [
  { name: 'alive', column: 'alive' },
  { name: 'suspected', column: 'suspected' },
  { name: 'gone', column: 'dead or gone' },
  { name: 'incarnation', column: 'own incarnation' },
  { name: 'health', column: 'health' }
])

export const membership: ProtocolDefinition = {
  description,
  facts: MEMBERSHIP_FACTS,
  folds: [detectorsFold],
  charts: [phiChart, beliefMatrixChart, tradeOffChart, nodesTable],
  metrics: [membershipMetrics, detectorMetrics, tradeOffMetrics],
  panels
}
