import type { ProtocolDefinition } from '../definition'
import { followingFold } from '../leadership/following'
import { leaderMetrics, termMetrics } from '../leadership/metrics'
import { rolesFold } from '../leadership/roles'
import { rolesChart } from '../leadership/roles-chart'
import { lagFold } from '../replicated-log/lag'
import { lagEntriesChart, lagMsChart } from '../replicated-log/lag-charts'
import { lagMetrics } from '../replicated-log/metrics'
import { collectionsFold } from './collections'
import { description } from './description'
import { MULTI_LEADER_FACTS } from './facts'
import { partsFold } from './parts-fold'
import { panels } from './panels'
import { seenFold } from '../numbered-updates/seen'

export const multiLeader: ProtocolDefinition = {
  description,
  facts: MULTI_LEADER_FACTS,
  folds: [followingFold, rolesFold, lagFold, collectionsFold, partsFold, seenFold],
  charts: [rolesChart(null), lagEntriesChart, lagMsChart],
  metrics: [leaderMetrics, termMetrics, lagMetrics],
  panels
}
