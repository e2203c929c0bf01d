import type { ProtocolDefinition } from '../definition'
import { description } from './description'
import { QUORUM_FACTS } from './facts'

export const quorum: ProtocolDefinition = { description, facts: QUORUM_FACTS, folds: [], charts: [], metrics: [] }
