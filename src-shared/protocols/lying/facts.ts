/** What the lab knows of liars, and honest nodes do not. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'

export const LieTold = declareFact({
  name: 'lie-told',
  volume: 'mark',
  kept: true,
  fields: z.object({ lie: z.string(), to: z.string().nullable(), n: z.number().int().min(0).nullable(), what: z.string() }),
  text: ({ to, what }, { node }) => `${node} lies${to === null ? '' : ` to ${to}`}: ${what}.`,
  moment: ({ what }) => `lies: ${what}`
})
export type LieTold = FactOf<typeof LieTold>

/** Somebody has made the node a liar, or honest again. */
export const BehaviourSet = declareFact({
  name: 'behaviour-set',
  volume: 'event',
  fields: z.object({ behaviour: z.string() }),
  text: ({ behaviour }, { node }) =>
    behaviour === 'honest' ? `${node} is honest.` : `${node} is a liar from now on: ${behaviour}.`,
  moment: ({ behaviour }) => behaviour
})
export type BehaviourSet = FactOf<typeof BehaviourSet>

export const LYING_FACTS = [LieTold, BehaviourSet]
