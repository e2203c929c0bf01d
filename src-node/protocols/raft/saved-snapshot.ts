import type { Plain } from '../contract'
import type { Membership } from '../replicated-log/membership'

/** The state machine after the entry `index` of `term`, and who takes part then. */
export type SavedSnapshot = {
  readonly index: number
  readonly term: number
  readonly membership: Membership
  readonly rows: readonly Plain[]
}
