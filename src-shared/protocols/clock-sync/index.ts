import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { CLOCK_SYNC_FACTS } from './facts'
import { clockSyncMetrics } from './metrics'
import { panels } from './panels'

const clockTable = gaugesTable({ id: 'clock-sync', title: 'How well clocks are kept' }, [
  { name: 'clock_error_ms', column: 'own clock off, ms' },
  { name: 'believed_error_ms', column: 'corrected clock off, ms' },
  { name: 'clock_bound_ms', column: 'may be off, ms' },
  { name: 'delay_ms', column: 'round trip, ms' },
  { name: 'to_slew_ms', column: 'to slew, ms' }
])

export const clockSync: ProtocolDefinition = {
  description,
  facts: CLOCK_SYNC_FACTS,
  folds: [],
  charts: [clockTable],
  metrics: [clockSyncMetrics],
  panels
}
