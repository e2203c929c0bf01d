import type { Operation, OperationName, OperationResult } from '../../../src-shared/operations'

/** Value of one key; null when it is missing. */
export type KeyState = string | null

/** Answer of {@link Model.step} for a result that the operation cannot have had in that state. */
export const IMPOSSIBLE = Symbol('impossible')

/** What a correct single key does, one operation at a time. Keys are independent of each other. */
export interface Model {
  readonly name: string
  readonly operations: readonly OperationName[]
  readonly initial: KeyState
  /** The state after the operation; `result` null: its answer is not known, so any will do. */
  step(state: KeyState, operation: Operation, result: OperationResult | null): KeyState | typeof IMPOSSIBLE
  /** With this answer the operation changes nothing, whatever the state. */
  isObserver(operation: Operation, result: OperationResult | null): boolean
  /** The operation is possible in every state, and the state after it does not depend on the one before. */
  isBlind(operation: Operation): boolean
}
