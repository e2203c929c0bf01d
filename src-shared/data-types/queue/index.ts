import { QUEUE } from './model'
import { dequeue, enqueue } from './operations'

/** First in, first out. Only histories of other systems have it. */
export const queue = {
  name: 'queue',
  title: 'Queue',
  operations: [dequeue, enqueue],
  models: [QUEUE]
} as const
