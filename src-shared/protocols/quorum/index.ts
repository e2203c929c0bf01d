import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { QUORUM_FACTS } from './facts'
import { panels } from './panels'
import { storedRowsFold } from './stored-rows'

export const quorum: ProtocolDefinition = {
  description,
  facts: QUORUM_FACTS,
  folds: [storedRowsFold],
  charts: [],
  metrics: [],
  panels
}
