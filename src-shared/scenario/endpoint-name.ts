import { z } from 'zod'

/** What a node or a client may be called. */
export const endpointName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,15}$/, 'expected a name of letters, digits, - and _, at most 16')
  .meta({ id: 'name', description: 'A name of letters, digits, - and _, at most 16, the first a letter.' })
