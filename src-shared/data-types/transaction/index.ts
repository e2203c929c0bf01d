import { transaction as operation } from './operations'

/** Keys that are read and written several at a time, all or nothing. */
export const transaction = {
  name: 'transaction',
  title: 'Transactions',
  operations: [operation],
  models: []
} as const
