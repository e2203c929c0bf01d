import { gaugesTable } from '../../charts/gauge'
import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { ClockEvent } from './facts'
import { panels } from './panels'
import { stampedFold } from './stamped'

const nodeTable = gaugesTable({ id: 'clocks', title: 'Where the clocks stand' }, [
  { name: 'lamport', column: 'Lamport' },
  { name: 'events', column: 'events of its own' },
  { name: 'known', column: 'of the others that it knows' }
])

export const clocks: ProtocolDefinition = {
  description,
  facts: [ClockEvent],
  folds: [stampedFold],
  charts: [nodeTable],
  metrics: [],
  panels
}
