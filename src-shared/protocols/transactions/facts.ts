/** What the members of a transaction tell of it. Transactions are named `client:op#try`. */
import { z } from 'zod'
import { declareFact } from '../../events'
import type { FactOf } from '../../events'
import { EXECUTION_FACTS } from './execution/facts'
import { listOf } from '../../text/list-text'

const transaction = z.string()
const keys = z.array(z.string())

/** The coordinator asks these participants to prepare. */
export const Started = declareFact({
  name: 'transaction-started',
  volume: 'event',
  fields: z.object({ transaction, participants: z.array(z.string()) }),
  text: ({ transaction, participants }, { node }) => `${node} asks ${listOf(participants)} to prepare ${transaction}.`,
  moment: ({ transaction }) => `start ${transaction}`
})

/** The transaction is prepared on the participant's disk: from now on it is in doubt, and these keys are locked. */
export const Prepared = declareFact({
  name: 'transaction-prepared',
  volume: 'event',
  fields: z.object({ transaction, reads: keys, writes: keys }),
  text: ({ transaction }, { node }) => `${node} has prepared ${transaction}: it may neither commit nor abort by itself.`,
  moment: ({ transaction }) => `prepare ${transaction}`
})

/** The coordinator has decided; a commit is on its disk. */
export const Decided = declareFact({
  name: 'transaction-decided',
  volume: 'event',
  fields: z.object({
    transaction,
    commit: z.boolean(),
    participants: z.array(z.string()),
    /** Why it is aborted; absent: it is not. */
    reason: z.string().optional()
  }),
  text: ({ transaction, commit, reason }, { node }) =>
    commit ? `${node} commits ${transaction}.` : `${node} aborts ${transaction}: ${reason}.`,
  moment: ({ transaction, commit }) => `${commit ? 'commit' : 'abort'} ${transaction}`
})

/** The decision is overdue: the coordinator waits for votes no longer than their timeout. The participant asks for it again and again. */
export const InDoubt = declareFact({
  name: 'transaction-in-doubt',
  volume: 'event',
  fields: z.object({ transaction, locked: keys }),
  text: ({ transaction, locked }, { node }) =>
    `${node} does not know what became of ${transaction}: ${listOf(locked)} ${locked.length === 1 ? 'stays' : 'stay'} locked.`,
  moment: ({ transaction }) => `in doubt about ${transaction}`
})

/** The participant knows the decision and has it on its disk; its locks are released. */
export const Released = declareFact({
  name: 'transaction-released',
  volume: 'event',
  fields: z.object({ transaction, commit: z.boolean() }),
  text: ({ transaction, commit }, { node }) =>
    `${node} has ${commit ? 'committed' : 'aborted'} ${transaction} and released its locks.`,
  moment: ({ transaction, commit }) => `${commit ? 'committed' : 'aborted'} ${transaction}`
})

/** Three-phase commit: the participant has it on its disk that all have voted yes. */
export const PreCommitted = declareFact({
  name: 'transaction-pre-committed',
  volume: 'event',
  fields: z.object({ transaction }),
  text: ({ transaction }, { node }) => `${node} has written down that all have voted yes on ${transaction}.`,
  moment: ({ transaction }) => `pre-commit ${transaction}`
})

/** Three-phase and Paxos Commit: the member ends a transaction in the coordinator’s place. */
export const TookOver = declareFact({
  name: 'transaction-taken-over',
  volume: 'event',
  fields: z.object({ transaction, ballot: z.number().int() }),
  text: ({ transaction, ballot }, { node }) => `${node} takes over ${transaction} with ballot ${ballot}.`,
  moment: ({ transaction }) => `take over ${transaction}`
})

/** Paxos Commit: the acceptor has these votes on its disk. */
export const Accepted = declareFact({
  name: 'votes-accepted',
  volume: 'event',
  fields: z.object({ transaction, ballot: z.number().int(), votes: z.record(z.string(), z.boolean()) }),
  text: ({ transaction, ballot, votes }, { node }) =>
    `${node} accepts ${listOf(Object.entries(votes).map(([participant, yes]) => `${participant}’s ${yes ? 'yes' : 'no'}`))} to ${transaction} in ballot ${ballot}.`
})

/** The operator has made the participant end what it was in doubt about. */
export const Forced = declareFact({
  name: 'transaction-forced',
  volume: 'event',
  fields: z.object({ transaction, commit: z.boolean() }),
  text: ({ transaction, commit }, { node }) =>
    `The operator makes ${node} ${commit ? 'commit' : 'abort'} ${transaction} without knowing the decision.`,
  moment: ({ transaction, commit }) => `forced ${commit ? 'commit' : 'abort'} of ${transaction}`
})

/** The decision was another one than what the operator forced: the transaction is committed in part. */
export const HeuristicDamage = declareFact({
  name: 'heuristic-damage',
  volume: 'event',
  fields: z.object({ transaction, forced: z.boolean(), decided: z.boolean() }),
  text: ({ transaction, forced, decided }, { node }) =>
    `${node} was made to ${forced ? 'commit' : 'abort'} ${transaction}, which the others ${decided ? 'commit' : 'abort'}: it has taken effect in part.`,
  moment: ({ transaction }) => `heuristic damage to ${transaction}`
})

/** What the member found on its disk when it started. */
export const Recovered = declareFact({
  name: 'transactions-recovered',
  volume: 'event',
  fields: z.object({
    prepared: z.array(z.object({ transaction, reads: keys, writes: keys })),
    /** The operator has made it end these, and it does not know the decision. */
    forced: z.array(transaction),
    /** The newest of which it knows the decision. */
    committed: z.array(transaction),
    aborted: z.array(transaction)
  }),
  text: ({ prepared }, { node }) =>
    prepared.length === 0
      ? `${node} has no transaction in doubt at its start.`
      : `${node} starts in doubt about ${listOf(prepared.map(({ transaction }) => transaction))}.`
})

export type Started = FactOf<typeof Started>
export type Prepared = FactOf<typeof Prepared>
export type Decided = FactOf<typeof Decided>
export type InDoubt = FactOf<typeof InDoubt>
export type Released = FactOf<typeof Released>
export type Recovered = FactOf<typeof Recovered>
export type PreCommitted = FactOf<typeof PreCommitted>
export type Accepted = FactOf<typeof Accepted>

export const TRANSACTION_FACTS = [
  Started,
  Prepared,
  PreCommitted,
  Decided,
  InDoubt,
  Released,
  TookOver,
  Accepted,
  Forced,
  HeuristicDamage,
  Recovered,
  ...EXECUTION_FACTS
]

/** The client's operation that the transaction is a try of, as `client:op`. */
export function operationOf(transaction: string): string {
  return transaction.slice(0, transaction.lastIndexOf('#'))
}
