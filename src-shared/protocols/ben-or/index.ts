import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { distributionChart } from './distribution-chart'
import { BEN_OR_FACTS } from './facts'
import { roundMetrics } from './metrics'
import { panels } from './panels'
import { roundsFold } from './rounds'
import { roundsChart } from './rounds-chart'

const nodesTable = gaugesTable({ id: 'ben-or-nodes', title: 'Where nodes stand' }, [
  { name: 'round', column: 'round' },
  { name: 'decided', column: 'decided' },
  { name: 'coins', column: 'coins' }
])

export const benOr: ProtocolDefinition = {
  description,
  facts: BEN_OR_FACTS,
  folds: [roundsFold],
  charts: [roundsChart, distributionChart, nodesTable],
  metrics: [roundMetrics],
  panels
}
