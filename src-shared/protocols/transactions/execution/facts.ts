/** What shards and coordinator tell of steps that wait for locks. */
import { z } from 'zod'
import { declareFact } from '../../../events'
import type { FactOf } from '../../../events'
import { listOf } from '../../../text/list-text'

const transaction = z.string()

/** A step of the transaction waits at this shard for what others have locked; told anew when it waits for others. */
export const StepWaits = declareFact({
  name: 'step-waits',
  volume: 'event',
  fields: z.object({ transaction, blockers: z.array(z.object({ transaction, on: z.string() })) }),
  text: ({ transaction, blockers }, { node }) =>
    `${transaction} waits at ${node} for ${listOf(blockers.map(({ transaction: other, on }) => `${on} of ${other}`))}.`,
  moment: ({ transaction }) => `${transaction} waits`
})

/** It waits there no longer: the step is done, or the transaction is over. */
export const WaitOver = declareFact({
  name: 'step-wait-over',
  volume: 'event',
  fields: z.object({ transaction }),
  text: ({ transaction }, { node }) => `${transaction} waits at ${node} no longer.`,
  moment: ({ transaction }) => `${transaction} goes on`
})

/** The coordinator aborts a transaction for the sake of others that want the same locks. */
export const Victim = declareFact({
  name: 'deadlock-victim',
  volume: 'event',
  fields: z.object({
    transaction,
    policy: z.string(),
    reason: z.string(),
    /** Under detection: each waits for the next, and the last for the first. */
    cycle: z.array(transaction)
  }),
  text: ({ transaction, policy, reason, cycle }, { node }) =>
    cycle.length === 0
      ? `${node} makes ${transaction} a victim (${policy}): ${reason}.`
      : `${node} finds a deadlock: ${[...cycle, cycle[0]!].join(' waits for ')}. ${transaction} is the victim.`,
  moment: ({ transaction }) => `victim ${transaction}`
})

/** A shard ends a transaction that it has not voted on: whoever coordinates it is silent. */
export const GivenUp = declareFact({
  name: 'transaction-given-up',
  volume: 'event',
  fields: z.object({ transaction }),
  text: ({ transaction }, { node }) =>
    `${node} gives up ${transaction}, on which it has not voted: the coordinator is silent. Its locks are released.`,
  moment: ({ transaction }) => `${transaction} given up`
})

export type StepWaits = FactOf<typeof StepWaits>
export type WaitOver = FactOf<typeof WaitOver>
export type Victim = FactOf<typeof Victim>

export const EXECUTION_FACTS = [StepWaits, WaitOver, Victim, GivenUp]
