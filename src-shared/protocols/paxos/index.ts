import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { ballotsFold } from './ballots'
import { ballotsChart } from './ballots-chart'
import { decreesFold } from './decrees'
import { description } from './description'
import { PAXOS_FACTS } from './facts'
import { ballotMetrics } from './metrics'
import { panels } from './panels'
import { valencyChart } from './valency-chart'

const proposersTable = gaugesTable({ id: 'proposers', title: 'Where proposers stand' }, [
  { name: 'ballots', column: 'ballots' },
  { name: 'preempted', column: 'preempted' },
  { name: 'under_way', column: 'under way' },
  { name: 'accepted', column: 'accepted' },
  { name: 'learned', column: 'learned' }
])

export const paxos: ProtocolDefinition = {
  description,
  facts: PAXOS_FACTS,
  folds: [ballotsFold, decreesFold],
  charts: [ballotsChart, valencyChart, proposersTable],
  metrics: [ballotMetrics],
  panels
}
