import type { ProtocolDefinition } from '../definition'
import { leaderMetrics, termMetrics } from '../leadership/metrics'
import { followsPanel } from '../leadership/panels'
import { rolesFold } from '../leadership/roles'
import { rolesChart } from '../leadership/roles-chart'
import { lagFold } from '../replicated-log/lag'
import { lagEntriesChart, lagMsChart } from '../replicated-log/lag-charts'
import { lagMetrics } from '../replicated-log/metrics'
import { description } from './description'
import { MULTI_LEADER_FACTS } from './facts'

export const multiLeader: ProtocolDefinition = {
  description,
  facts: MULTI_LEADER_FACTS,
  folds: [rolesFold, lagFold],
  charts: [rolesChart(null), lagEntriesChart, lagMsChart],
  metrics: [leaderMetrics, termMetrics, lagMetrics],
  panels: { run: [], node: [followsPanel] }
}
