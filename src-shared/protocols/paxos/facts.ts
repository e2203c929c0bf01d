/** What proposers, acceptors and learners tell. What acceptors tell is on their disks. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { listOf } from '../../text/list-text'
import { shortValue } from '../../text/value-text'
import { acceptedSchema, ballotSchema, ballotText } from './ballot'
import type { Accepted } from './ballot'

const key = z.string()
const ballot = ballotSchema

/** A proposer asks the acceptors to promise a ballot. */
export const BallotStarted = declareFact({
  name: 'ballot-started',
  volume: 'event',
  fields: z.object({
    key,
    ballot,
    /** What it would propose if nobody has accepted anything; null: it only reads. */
    own: z.string().nullable()
  }),
  text: ({ key, ballot, own }, { node }) =>
    `${node} starts ballot ${ballotText(ballot)} for ${key}, ${own === null ? 'to read it' : `to propose ${shortValue(own)}`}.`,
  moment: ({ key, ballot }) => `ballot ${ballotText(ballot)} for ${key}`
})
export type BallotStarted = FactOf<typeof BallotStarted>

/** An acceptor has promised to accept nothing in ballots below. */
export const BallotPromised = declareFact({
  name: 'ballot-promised',
  volume: 'mark',
  kept: true,
  fields: z.object({
    key,
    ballot,
    /** What it has accepted in the highest ballot so far, and says with its promise. */
    accepted: acceptedSchema.nullable()
  }),
  text: ({ key, ballot, accepted }, { node }) =>
    `${node} promises ballot ${ballotText(ballot)} for ${key}${accepted === null ? '' : `: it has accepted ${shortValue(accepted.value)} in ${ballotText(accepted.ballot)}`}.`,
  moment: ({ key, ballot }) => `promise ${ballotText(ballot)} for ${key}`
})
export type BallotPromised = FactOf<typeof BallotPromised>

function proposedBecause(value: string, promises: readonly { readonly accepted: Accepted | null }[]): string {
  const found = promises.flatMap(({ accepted }) => accepted ?? [])
  if (found.length === 0) return 'as nobody has accepted anything'
  return found.some((accepted) => accepted.value === value) ? 'which it has found accepted' : 'its own'
}

/** With a quorum of promises the proposer asks the acceptors to accept a value. */
export const ValueProposed = declareFact({
  name: 'value-proposed',
  volume: 'event',
  fields: z.object({
    key,
    ballot,
    value: z.string(),
    /** Who has promised, and what each had accepted. */
    promises: z.array(z.object({ node: z.string(), accepted: acceptedSchema.nullable() }))
  }),
  text: ({ key, ballot, value, promises }, { node }) =>
    `${node} proposes ${shortValue(value)} for ${key} in ballot ${ballotText(ballot)}, ${proposedBecause(value, promises)}.`,
  moment: ({ key, ballot, value }) => `propose ${shortValue(value)} for ${key} in ${ballotText(ballot)}`
})
export type ValueProposed = FactOf<typeof ValueProposed>

/** An acceptor has accepted a value. */
export const ValueAccepted = declareFact({
  name: 'value-accepted',
  volume: 'mark',
  kept: true,
  fields: z.object({ key, ballot, value: z.string() }),
  text: ({ key, ballot, value }, { node }) => `${node} accepts ${shortValue(value)} for ${key} in ballot ${ballotText(ballot)}.`,
  moment: ({ key, ballot, value }) => `accept ${shortValue(value)} for ${key} in ${ballotText(ballot)}`
})
export type ValueAccepted = FactOf<typeof ValueAccepted>

export const BALLOT_OUTCOMES = ['chosen', 'preempted', 'no-quorum', 'empty', 'overtaken'] as const
export type BallotOutcome = (typeof BALLOT_OUTCOMES)[number]

const OUTCOME_TEXTS: Readonly<Record<BallotOutcome, string>> = {
  chosen: 'a quorum has accepted',
  preempted: 'an acceptor has promised a higher one',
  'no-quorum': 'no quorum has answered in time',
  empty: 'nobody has accepted anything that could be read',
  overtaken: 'another has had a value chosen'
}

/** A ballot has ended at its proposer. */
export const BallotEnded = declareFact({
  name: 'ballot-ended',
  volume: 'event',
  fields: z.object({
    key,
    ballot,
    outcome: z.enum(BALLOT_OUTCOMES),
    /** The value chosen; absent: none was in this ballot. */
    value: z.string().optional(),
    /** Who has accepted. */
    acceptors: z.array(z.string()),
    /** The ballot that an acceptor had promised; absent: none stood in the way. */
    promised: ballot.optional()
  }),
  text: ({ key, ballot, outcome, value, acceptors, promised }, { node }) => {
    if (value !== undefined)
      return `${shortValue(value)} is chosen for ${key}: ${listOf(acceptors)} accepted it in ${ballotText(ballot)}.`
    const higher = promised === undefined ? '' : `, ${ballotText(promised)}`
    return `${node} gives up ballot ${ballotText(ballot)} for ${key}: ${OUTCOME_TEXTS[outcome]}${higher}.`
  },
  moment: ({ key, ballot, outcome, value }) =>
    value === undefined ? `${ballotText(ballot)} for ${key}: ${outcome}` : `${shortValue(value)} chosen for ${key}`
})
export type BallotEnded = FactOf<typeof BallotEnded>

/** A learner knows what was chosen. */
export const ValueLearned = declareFact({
  name: 'value-learned',
  volume: 'mark',
  kept: true,
  fields: z.object({ key, ballot, value: z.string() }),
  text: ({ key, value }, { node }) => `${node} learns that ${shortValue(value)} is chosen for ${key}.`,
  moment: ({ key, value }) => `learn ${key} = ${shortValue(value)}`
})
export type ValueLearned = FactOf<typeof ValueLearned>

/** Keys that a node tells of when it starts: those that it has known for the shortest time. */
export const RECOVERED_MAX = 256

/** What an acceptor found on its disk when it started. */
export const AcceptorRecovered = declareFact({
  name: 'acceptor-recovered',
  volume: 'event',
  fields: z.object({
    /** False: its disk is not the one that it wrote last, so that it promises and accepts nothing any more. */
    takes_part: z.boolean(),
    keys: z.array(
      z.object({
        key,
        promised: ballot.nullable(),
        accepted: acceptedSchema.nullable(),
        learned: z.string().nullable()
      })
    )
  }),
  text: ({ takes_part, keys }, { node }) =>
    takes_part
      ? `${node} has found promises or values for ${keys.length} ${keys.length === 1 ? 'key' : 'keys'} on its disk.`
      : `${node} takes no part in ballots: its disk is not the one that it wrote last, and may lack what it has promised.`
})
export type AcceptorRecovered = FactOf<typeof AcceptorRecovered>

export const PAXOS_FACTS = [
  BallotStarted,
  BallotPromised,
  ValueProposed,
  ValueAccepted,
  BallotEnded,
  ValueLearned,
  AcceptorRecovered
]
