import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { HLC_KV_FACTS } from './facts'
import { heldVersionsFold } from './held-versions'
import { panels } from './panels'

const clocksTable = gaugesTable({ id: 'hybrid-clocks', title: 'Where the hybrid clocks stand' }, [
  { name: 'hybrid_ahead_ms', column: 'ahead, ms' },
  { name: 'counter', column: 'counter' },
  { name: 'counter_max', column: 'greatest counter' },
  { name: 'stamps_refused', column: 'refused' }
])

export const hlcKv: ProtocolDefinition = {
  description,
  facts: HLC_KV_FACTS,
  folds: [heldVersionsFold],
  charts: [clocksTable],
  metrics: [],
  panels
}
