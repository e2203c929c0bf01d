import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { curveChart } from './curve-chart'
import { description } from './description'
import { GOSSIP_FACTS } from './facts'
import { spreadMetrics } from './metrics'
import { panels } from './panels'
import { spreadFold } from './spread'
import { treeChart } from './tree-chart'

const sitesTable = gaugesTable({ id: 'gossip-sites', title: 'What sites hold and send' }, [
  { name: 'items', column: 'items' },
  { name: 'rumours', column: 'rumours' },
  { name: 'updates_sent', column: 'updates sent' },
  { name: 'whole_compares', column: 'whole databases' }
])

export const gossip: ProtocolDefinition = {
  description,
  facts: GOSSIP_FACTS,
  folds: [spreadFold],
  charts: [curveChart, treeChart, sitesTable],
  metrics: [spreadMetrics],
  panels
}
