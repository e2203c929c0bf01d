import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { SAGA_FACTS } from './facts'
import { sagaMetrics } from './metrics'
import { moneyMetrics } from './money'
import { panels } from './panels'
import { sagasFold } from './sagas'
import { sagasChart } from './sagas-chart'

const memberTable = gaugesTable({ id: 'members', title: 'Where sagas stand' }, [
  { name: 'open', column: 'under way' },
  { name: 'stuck', column: 'stuck' },
  { name: 'completed', column: 'completed' },
  { name: 'taken_back', column: 'taken back' },
  { name: 'pending', column: 'pending charges' },
  { name: 'keys_known', column: 'keys known' },
  { name: 'repeated', column: 'known again' }
])

export const saga: ProtocolDefinition = {
  description,
  facts: SAGA_FACTS,
  folds: [sagasFold],
  charts: [sagasChart, memberTable],
  metrics: [sagaMetrics, moneyMetrics],
  panels
}
