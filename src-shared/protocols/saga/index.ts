import type { ProtocolDefinition } from '../definition'
import { NO_PANELS } from '../../panels/panel'
import { description } from './description'
import { SAGA_FACTS } from './facts'
import { sagaMetrics } from './metrics'
import { sagasFold } from './sagas'

export const saga: ProtocolDefinition = {
  description,
  facts: SAGA_FACTS,
  folds: [sagasFold],
  charts: [],
  metrics: [sagaMetrics],
  panels: NO_PANELS
}
