import { NO_PANELS } from '../../panels/panel'
import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { SHARD_FACTS } from './facts'

export const shardedKv: ProtocolDefinition = {
  description,
  facts: SHARD_FACTS,
  folds: [],
  charts: [],
  metrics: [],
  panels: NO_PANELS
}
