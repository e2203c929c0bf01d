import { CALL } from './model'
import * as operations from './operations'

/** Requests to a chain of services, of which the last keeps accounts. */
export const call = {
  name: 'call',
  title: 'Calls between services',
  operations: [operations.call, operations.pay],
  models: [CALL]
} as const
