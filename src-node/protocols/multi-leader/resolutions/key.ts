import type { mvRegister } from '../../../crdt/mv-register'
import type { PnCounterState } from '../../../crdt/pn-counter'
import type { Collections } from './collections'

export type Register = typeof mvRegister.empty

/**
 * What a key holds: what was put there, what was counted, and how much of that was deleted. A delete takes away each leader's first so
 * many increments, those that the deleter had seen, so that two deletes at once take them away once, and increments at once with it stay.
 */
export type Key = {
  readonly register: Register
  readonly counter: PnCounterState
  readonly deleted: PnCounterState
} & Collections
