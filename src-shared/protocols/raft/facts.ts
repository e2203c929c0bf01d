/** What Raft tells of its elections while they are under way, beside votes that are on disk. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { LOG_FACTS } from '../replicated-log/facts'

/**
 * The election timer runs out in so much of the node's time, unless it is set anew. Told about once a heartbeat interval at most: what sets
 * it more often are entries from the leader, which the node tells of.
 */
export const ElectionTimer = declareFact({
  name: 'election-timer',
  volume: 'gauge',
  /** The delay was drawn from between the other two. */
  fields: z.object({ delay_us: z.number(), least_us: z.number(), most_us: z.number() }),
  text: ({ delay_us }, { node }) => `The election timer of ${node} runs out in ${(delay_us / 1000).toFixed(1)} ms.`
})

/** Who has answered the (pre-)candidate by now, and how. */
export const VotesCounted = declareFact({
  name: 'votes-counted',
  volume: 'gauge',
  fields: z.object({
    /** It would lead, or asks to. */
    term: z.number(),
    /** Everybody who has a vote. */
    voters: z.array(z.string()),
    granted: z.array(z.string()),
    refused: z.array(z.string())
  }),
  text: ({ term, voters, granted }, { node }) => `${node} has ${granted.length} of ${voters.length} votes for term ${term}.`
})

export type VotesCounted = FactOf<typeof VotesCounted>

export const RAFT_FACTS = [...LOG_FACTS, ElectionTimer, VotesCounted]
