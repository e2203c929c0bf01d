import { get } from '../get'
import { add } from '../set/operations'
import { COUNTER } from './model'
import { increment } from './operations'

/** Sums to which whole numbers are added. Histories of other systems write `add`. */
export const counter = {
  name: 'counter',
  title: 'Counter',
  operations: [get, increment, add],
  models: [COUNTER]
} as const
