import { groupLeadersChart } from '../leadership/group-leaders-chart'
import { followingFold } from '../leadership/following'
import { rolesFold } from '../leadership/roles'
import type { ProtocolDefinition } from '../definition'
import { LOG_FACTS } from '../replicated-log/facts'
import { commitsFold } from './commits'
import { description } from './description'
import { SPANNER_FACTS } from './facts'
import { spannerMetrics } from './metrics'
import { panels } from './panels'

export const spannerKv: ProtocolDefinition = {
  description,
  facts: [...LOG_FACTS, ...SPANNER_FACTS],
  folds: [followingFold, rolesFold, commitsFold],
  charts: [groupLeadersChart(description.term)],
  metrics: [spannerMetrics],
  panels
}
