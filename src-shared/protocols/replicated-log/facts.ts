/** What protocols that keep one replicated log tell of it. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf, Immutable } from '../../events'

const logEntryMark = z.object({
  index: z.number(),
  term: z.number(),
  /** CRC32C of the entry's content: equal content, equal digest. */
  digest: z.number(),
  /** Which client operation it carries, as `client:op`; absent for entries of the protocol's own. */
  operation: z.string().optional()
})

/** One log position as the invariants need it. */
export type LogEntryMark = Immutable<z.infer<typeof logEntryMark>>

/** Entries written to this node's log, replacing whatever stood at and after the first index. */
export const LogAppend = declareFact({
  name: 'log-append',
  volume: 'mark',
  fields: z.object({ entries: z.array(logEntryMark) }),
  text: ({ entries }, { node }) => `${node} writes ${entriesText(entries)} to its log.`
})

export const LogTruncate = declareFact({
  name: 'log-truncate',
  volume: 'event',
  fields: z.object({ from_index: z.number() }),
  text: ({ from_index }, { node }) => `${node} removes its log from entry ${from_index} on.`
})

/** The node's log now starts after this entry; everything up to it lives in the snapshot. */
export const LogSnapshot = declareFact({
  name: 'log-snapshot',
  volume: 'event',
  fields: z.object({ index: z.number(), term: z.number() }),
  text: ({ index }, { node }) => `${node} keeps everything up to entry ${index} in a snapshot.`
})

/** The node's log is on its disk up to here. */
export const LogDurable = declareFact({
  name: 'log-durable',
  volume: 'mark',
  fields: z.object({ index: z.number() }),
  text: ({ index }, { node }) => `The log of ${node} is on its disk up to entry ${index}.`
})

export const Commit = declareFact({
  name: 'commit',
  volume: 'gauge',
  kept: true,
  fields: z.object({ index: z.number(), term: z.number() }),
  text: ({ index }, { node }) => `${node} knows entry ${index} to be committed.`,
  moment: ({ index }) => `commit up to ${index}`
})

export const Apply = declareFact({
  name: 'apply',
  volume: 'gauge',
  fields: z.object({ entries: z.array(logEntryMark) }),
  text: ({ entries }, { node }) => `${node} applies ${entriesText(entries)}.`
})

const logEnd = z.object({ index: z.number(), term: z.number() })

/** The node granted its vote in `term`; its own log ended with `last`, the candidate's (as it says) with `candidate_last`. */
export const Vote = declareFact({
  name: 'vote',
  volume: 'event',
  fields: z.object({ candidate: z.string(), term: z.number(), last: logEnd, candidate_last: logEnd }),
  text: ({ candidate, term }, { node }) => `${node} votes for ${candidate} in term ${term}.`,
  moment: ({ candidate, term }) => `vote for ${candidate} in term ${term}`
})

/**
 * A configuration that took effect on the node, or that it now knows to be committed: who decides, from the entry at `index` on (0: the
 * first). While it is joint, the voters before must agree as well (Raft §6).
 */
export const Configured = declareFact({
  name: 'configuration',
  volume: 'event',
  fields: z.object({
    index: z.number(),
    voters: z.array(z.string()),
    /** Voters before; empty: the configuration is not joint. */
    outgoing: z.array(z.string()),
    learners: z.array(z.string()),
    is_committed: z.boolean()
  }),
  text: ({ index, is_committed, ...membership }, { node }) => {
    const configuration = `${membership.outgoing.length > 0 ? 'joint ' : ''}${index === 0 ? 'first configuration' : `configuration of entry ${index}`}`
    const told = is_committed ? `knows that the ${configuration} is committed` : `goes by the ${configuration}`
    return `${node} ${told}: ${membershipText(membership)}.`
  },
  moment: ({ voters, outgoing }) =>
    outgoing.length > 0 ? `joint: ${outgoing.join(' ')} and ${voters.join(' ')}` : `voters ${voters.join(' ')}`
})

export type LogAppend = FactOf<typeof LogAppend>
export type LogTruncate = FactOf<typeof LogTruncate>
export type LogSnapshot = FactOf<typeof LogSnapshot>
export type LogDurable = FactOf<typeof LogDurable>
export type Commit = FactOf<typeof Commit>
export type Apply = FactOf<typeof Apply>
export type Vote = FactOf<typeof Vote>
export type Configured = FactOf<typeof Configured>

export const LOG_FACTS = [LogAppend, LogTruncate, LogSnapshot, LogDurable, Commit, Apply, Vote, Configured]

function membershipText({
  voters,
  outgoing,
  learners
}: Readonly<Record<'voters' | 'outgoing' | 'learners', readonly string[]>>): string {
  const before = outgoing.length > 0 ? `${outgoing.join(', ')} and ` : ''
  return `voters ${before}${voters.join(', ')}${learners.length > 0 ? `; learners ${learners.join(', ')}` : ''}`
}

function entriesText(entries: readonly LogEntryMark[]): string {
  const [first, last] = [entries[0], entries.at(-1)]
  if (first === undefined || last === undefined) return 'nothing'
  return first === last ? `entry ${first.index}` : `entries ${first.index} to ${last.index}`
}
