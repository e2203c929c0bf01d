/** What nodes tell of the updates that they have: each is numbered by the node that took it in from a client, and passed on to the others. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf, Immutable } from '../../events'
import { listOf } from '../../text/list-text'

const updateMark = z.object({
  /** The node, as `n1`; as `n1#2` once its disk was lost or replaced twice. */
  origin: z.string(),
  n: z.number(),
  /** Which client operation it carries, as `client:op`. */
  operation: z.string()
})

/** One update as the node that took it in from a client made it: the `n`-th of that node's, from 1. */
export type UpdateMark = Immutable<z.infer<typeof updateMark>>

/** The node has taken these updates of other nodes and its own, and they are on its disk. */
export const Updates = declareFact({
  name: 'updates',
  volume: 'mark',
  fields: z.object({
    updates: z.array(updateMark),
    /** How many of each node's it has by now, in the run's order, then how many each made on its second disk, and so on. */
    seen: z.array(z.number()),
    /** Of all that it holds then. */
    sum: z.number(),
    /** Writes of its own clients, as `client:op`, that gave way to concurrent ones meanwhile. */
    overwritten: z.array(z.string()),
    /** It tells what its disk held at the start. */
    recovered: z.boolean(),
    /** It was sent everything that another node had, so that `seen` grew beyond the updates told. */
    whole_state: z.boolean().optional()
  }),
  text: ({ updates }, { node }) =>
    `${node} has ${listOf(updates.map(({ origin, n }) => `update ${n} of ${origin}`))} on its disk.`
})

export type Updates = FactOf<typeof Updates>
