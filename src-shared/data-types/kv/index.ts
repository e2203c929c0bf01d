import { get } from '../get'
import { CAS_REGISTER, KV, REGISTER } from './models'
import * as operations from './operations'
import { gather, scan } from './reads'

/** A map from keys to strings. */
export const kv = {
  name: 'kv',
  title: 'Key-value map',
  operations: [get, operations.put, operations.append, operations.cas, operations.delete, gather, scan],
  models: [REGISTER, CAS_REGISTER, KV]
} as const
