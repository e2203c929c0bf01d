import type { OperationResult } from './operation'

/** State of one key, as a value that `===` tells apart: see each model for what it stands for. */
export type KeyState = string | number | null

/** Answer of {@link Model.step} for a result that the operation cannot have had in that state. */
export const IMPOSSIBLE = Symbol('impossible')

/** Sequential specification of a data type: what a correct single key does, one operation at a time. Keys are independent. */
export interface Model<Name extends string, Operation extends { readonly f: string }> {
  readonly name: Name
  readonly operations: readonly Operation['f'][]
  readonly initial: KeyState
  /** What a read answers with. */
  readonly reads: 'value' | 'members' | 'elements'
  /** Why the operation is none of this type although the type has one of that name, as the rest of a sentence; null: it is one. */
  objection?(operation: Operation): string | null
  /** The state after the operation; `result` null: its answer is not known, so any will do. */
  step(state: KeyState, operation: Operation, result: OperationResult | null): KeyState | typeof IMPOSSIBLE
  /** What the operation answers in that state. */
  answer(state: KeyState, operation: Operation): OperationResult
  /** With this answer the operation changes nothing, whatever the state. */
  isObserver(operation: Operation, result: OperationResult | null): boolean
  /** The operation is possible in every state, and the state after it does not depend on the one before. */
  isBlind(operation: Operation): boolean
  /** The operation only adds to the state. */
  grows(operation: Operation): boolean
  /** Whether operations that {@link Model.grows} can lead from the state to one that this answer tells of; true where it tells of none. */
  within(state: KeyState, operation: Operation, result: OperationResult | null): boolean
  /** The state for people. */
  describe(state: KeyState): string
}
