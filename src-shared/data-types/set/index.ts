import { get } from '../get'
import { SET } from './model'
import { add, remove } from './operations'

/** Sets of strings, read whole. */
export const set = {
  name: 'set',
  title: 'Set',
  operations: [get, add, remove],
  models: [SET]
} as const
