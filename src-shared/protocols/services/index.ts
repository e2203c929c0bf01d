import type { ProtocolDefinition } from '../definition'
import { gaugesTable } from '../../charts/gauge'
import { description } from './description'
import { SERVICES_FACTS } from './facts'
import { serviceMetrics } from './metrics'
import { panels } from './panels'
import { spansFold } from './spans'

const memberTable = gaugesTable({ id: 'members', title: 'What members have to do' }, [
  { name: 'queue_length', column: 'wait' },
  { name: 'working', column: 'worked on' },
  { name: 'open_calls', column: 'calls open' },
  { name: 'calls_sent', column: 'calls sent' },
  { name: 'retries', column: 'further tries' },
  { name: 'shed', column: 'not worked on' }
])

export const services: ProtocolDefinition = {
  description,
  facts: SERVICES_FACTS,
  folds: [spansFold],
  charts: [memberTable],
  metrics: [serviceMetrics],
  panels
}
