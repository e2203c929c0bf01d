import type { ProtocolDefinition } from '../definition'
import { detectorsFold } from '../membership/detectors'
import { embeddedBeliefsChart } from '../membership/embedded'
import { MEMBERSHIP_FACTS } from '../membership/facts'
import { membershipMetrics } from '../membership/metrics'
import { comparedTreesFold } from './compared-trees'
import { description } from './description'
import { QUORUM_FACTS } from './facts'
import { loadMetrics } from './load-metrics'
import { panels } from './panels'
import { gaugesTable } from '../../charts/gauge'
import { hintsFold } from './hints'
import { setsChart, setsFold } from './sets'
import { missedVersionsChart, staleReadsChart } from './staleness/charts'
import { stalenessFold } from './staleness/fold'
import { stalenessMetrics } from './staleness/metrics'
import { storedRowsFold } from './stored-rows'

/** Beside each other, what should be alike and what tells why it is not. */
const keptTable = gaugesTable({ id: 'kept', title: 'What each node keeps' }, [
  { name: 'keys', column: 'keys' },
  { name: 'tombstones', column: 'tombstones' },
  { name: 'siblings', column: 'siblings' },
  { name: 'hints', column: 'hints' }
])

export const quorum: ProtocolDefinition = {
  description,
  facts: [...QUORUM_FACTS, ...MEMBERSHIP_FACTS],
  folds: [storedRowsFold, hintsFold, comparedTreesFold, setsFold, stalenessFold, detectorsFold],
  charts: [setsChart, embeddedBeliefsChart, staleReadsChart, missedVersionsChart, keptTable],
  metrics: [loadMetrics, stalenessMetrics, membershipMetrics],
  panels
}
