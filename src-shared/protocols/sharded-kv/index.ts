import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { followingFold } from '../leadership/following'
import { rolesFold } from '../leadership/roles'
import { groupLeadersChart } from '../leadership/group-leaders-chart'
import { detectorsFold } from '../membership/detectors'
import { embeddedBeliefsChart } from '../membership/embedded'
import { MEMBERSHIP_FACTS } from '../membership/facts'
import { membershipMetrics } from '../membership/metrics'
import { LOG_FACTS } from '../replicated-log/facts'
import { description } from './description'
import { SHARD_FACTS } from './facts'
import { mapMetrics } from './map-metrics'
import { mapsFold } from './maps'
import { moveMetrics } from './metrics'
import { movesFold } from './moves'
import { movesChart, movesTableChart } from './moves-charts'
import { panels } from './panels'
import { rangeChangesFold } from './range-changes'
import { rangesTableChart } from './range-charts'
import { rangeMetrics } from './range-metrics'
import { replacementMetrics } from './replacement-metrics'
import { replacementsFold } from './replacements'
import { requestsPerReadChart, stalenessChart } from './reads/charts'
import { readsFold } from './reads/fold'
import { readMetrics } from './reads/metrics'

const stockTable = gaugesTable({ id: 'stock', title: 'What nodes have' }, [
  { name: 'shards', column: 'shards' },
  { name: 'keys', column: 'keys' },
  { name: 'bytes', column: 'bytes' },
  { name: 'operations', column: 'operations' },
  { name: 'moves_in', column: 'moving in' },
  { name: 'moves_out', column: 'moving out' }
])

export const shardedKv: ProtocolDefinition = {
  description,
  facts: [...LOG_FACTS, ...SHARD_FACTS, ...MEMBERSHIP_FACTS],
  folds: [followingFold, rolesFold, mapsFold, movesFold, rangeChangesFold, replacementsFold, readsFold, detectorsFold],
  charts: [
    movesChart,
    embeddedBeliefsChart,
    requestsPerReadChart,
    stalenessChart,
    groupLeadersChart(description.term),
    movesTableChart,
    rangesTableChart,
    stockTable
  ],
  metrics: [moveMetrics, mapMetrics, rangeMetrics, replacementMetrics, readMetrics, membershipMetrics],
  panels
}
