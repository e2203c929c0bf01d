import { DATA_TYPES } from '../../src-shared/consistency'
import type { DataType } from '../../src-shared/consistency'
import type { Model as SequentialModel } from '../../src-shared/data-types/model'
import { dataTypes } from '../../src-shared/data-types/registry'
import type { Operation, OperationResult } from '../../src-shared/operations'
import type { RecordedOperation } from '../workload/history'
import { separateReads } from './separate-reads'

/** A sequential specification as checkers use it: they put to it only what {@link unsuitable} has no objection to. */
export type Model = SequentialModel<DataType, Operation>

/** The sequential specifications. */
export const MODELS = Object.fromEntries(
  dataTypes.flatMap(({ models }) => models.map((model) => [model.name, model]))
) as unknown as Readonly<Record<DataType, Model>>

/** Why the history cannot be one of the data type, in one sentence; null when it can. */
export function unsuitable(history: readonly RecordedOperation[], type: DataType): string | null {
  const model = MODELS[type]
  for (const { client, op, operation, result } of history) {
    const { f } = operation
    if (!model.operations.includes(f))
      return `${client} #${op} is a ${f}; the model ${type} knows only ${model.operations.join(', ')}`
    const objection = model.objection?.(operation)
    if (objection) return `${client} #${op} ${objection}`
    if (f === 'get' && result && !isAnswered(result, model))
      return `${client} #${op} ${READS[shapeOf(result)]}; the model is ${type}`
  }
  return null
}

const READS = {
  value: 'reads one value, not members',
  members: 'reads members of a set',
  elements: 'reads elements of a list'
} as const

/** Nothing is read of a key that was never written, whatever its type. */
function isAnswered(result: OperationResult, { reads }: Model): boolean {
  const shape = shapeOf(result)
  return shape === reads || (shape === 'value' && result.value === null)
}

function shapeOf({ elements, members }: OperationResult): Model['reads'] {
  if (elements) return 'elements'
  return members ? 'members' : 'value'
}

/** The data type that a history most likely is of: the first one that has all its operations, from the plainest. */
export function likelyType(recorded: readonly RecordedOperation[]): DataType {
  const history = separateReads(recorded)
  return DATA_TYPES.find((type) => unsuitable(history, type) === null) ?? 'kv'
}
