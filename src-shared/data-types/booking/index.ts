import * as operations from './operations'

/** Bookings of seats. Readers may see one that is half done: there is no model that they are held against. */
export const booking = {
  name: 'booking',
  title: 'Bookings',
  operations: [operations.book, operations.cancel, operations.look],
  models: []
} as const
