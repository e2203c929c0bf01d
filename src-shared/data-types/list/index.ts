import { get } from '../get'
import { LIST } from './model'
import { deleteElement, insertAfter } from './operations'

/** Lists of named elements, such as the characters of a text. */
export const list = {
  name: 'list',
  title: 'List',
  operations: [get, insertAfter, deleteElement],
  models: [LIST]
} as const
