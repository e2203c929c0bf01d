/** What the whole run is held against. */
import { CONSISTENCY_MODELS } from '../../consistency'

export const CHECK_NAMES = ['invariants', ...CONSISTENCY_MODELS] as const
