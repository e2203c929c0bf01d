import type { DataType } from '../../../src-shared/consistency'
import type { HistoryOperation, HistoryOperationName, HistoryResult } from '../../../src-shared/operations'

/** State of one key, as a value that `===` tells apart: see each model for what it stands for. */
export type KeyState = string | number | null

/** Answer of {@link Model.step} for a result that the operation cannot have had in that state. */
export const IMPOSSIBLE = Symbol('impossible')

/** Sequential specification of a data type: what a correct single key does, one operation at a time. Keys are independent. */
export interface Model {
  readonly name: DataType
  readonly operations: readonly HistoryOperationName[]
  readonly initial: KeyState
  /** The state after the operation; `result` null: its answer is not known, so any will do. */
  step(state: KeyState, operation: HistoryOperation, result: HistoryResult | null): KeyState | typeof IMPOSSIBLE
  /** What the operation answers in that state. */
  answer(state: KeyState, operation: HistoryOperation): HistoryResult
  /** With this answer the operation changes nothing, whatever the state. */
  isObserver(operation: HistoryOperation, result: HistoryResult | null): boolean
  /** The operation is possible in every state, and the state after it does not depend on the one before. */
  isBlind(operation: HistoryOperation): boolean
  /** The operation only adds to the state. */
  grows(operation: HistoryOperation): boolean
  /** Whether operations that {@link Model.grows} can lead from the state to one that this answer tells of; true where it tells of none. */
  within(state: KeyState, operation: HistoryOperation, result: HistoryResult | null): boolean
  /** The state for people. */
  describe(state: KeyState): string
}

/** An operation that the model does not have was put to it: whoever calls looks at {@link Model.operations} first. */
export function unknownOperation(model: DataType, { f }: HistoryOperation): Error {
  return new Error(`a ${model} has no operation ${f}`)
}
