import { get } from '../get'
import { CONSENSUS } from './model'
import { propose } from './operations'

/** Registers that are written once: whoever proposes a value is answered with the one that was decided. */
export const consensus = {
  name: 'consensus',
  title: 'Consensus',
  operations: [get, propose],
  models: [CONSENSUS]
} as const
