import { DATA_TYPES } from '../../../src-shared/consistency'
import type { DataType } from '../../../src-shared/consistency'
import type { RecordedOperation } from '../../workload/history'
import { COUNTER } from './counter'
import { CAS_REGISTER, KV, REGISTER } from './kv'
import type { Model } from './model'
import { QUEUE } from './queue'
import { SET } from './set'

/** The sequential specifications. */
export const MODELS: Readonly<Record<DataType, Model>> = {
  register: REGISTER,
  'cas-register': CAS_REGISTER,
  kv: KV,
  counter: COUNTER,
  set: SET,
  queue: QUEUE
}

const WHOLE_NUMBER = /^-?\d{1,15}$/

/** Why the history cannot be one of the data type, in one sentence; null when it can. */
export function unsuitable(history: readonly RecordedOperation[], type: DataType): string | null {
  const { operations } = MODELS[type]
  for (const { client, op, operation, result } of history) {
    const { f } = operation
    if (!operations.includes(f)) return `${client} #${op} is a ${f}; the model ${type} knows only ${operations.join(', ')}`
    if (type === 'counter' && f === 'add' && !WHOLE_NUMBER.test(operation.value))
      return `${client} #${op} adds ${JSON.stringify(operation.value)}, which is not a whole number`
    if (f === 'get' && result && (result.members !== undefined) !== (type === 'set'))
      return `${client} #${op} ${type === 'set' ? 'reads one value, not members' : 'reads members of a set'}; the model is ${type}`
  }
  return null
}

/** The data type that a history most likely is of: the first one that has all its operations, from the plainest. */
export function likelyType(history: readonly RecordedOperation[]): DataType {
  return DATA_TYPES.find((type) => unsuitable(history, type) === null) ?? 'kv'
}
