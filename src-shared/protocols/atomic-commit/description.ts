import type { ProtocolDescription } from '../../description/protocol-description'
import { COMMIT_PROTOCOLS, PRESUMPTIONS, TERMINATIONS } from './choices'
import { EXECUTION_PARAMETERS } from './execution/parameters'
import { EXECUTION_SWITCHES } from './execution/switches'
import { MESSAGES } from './messages'

const HUNT = 'atomic-commit-chaos'
const HUNT_PRESUMED_COMMIT = 'atomic-commit-chaos-presumed-commit'
const HUNT_THREE_PHASE = 'atomic-commit-chaos-three-phase'
const HUNT_PAXOS = 'atomic-commit-chaos-paxos'

export const description = {
  name: 'atomic-commit',
  title: 'Atomic commit',
  summary:
    'Keys are spread over participants; a coordinator has all of them commit a transaction, or none. Between their votes and its decision they can do nothing but wait for it.',
  parameters: {
    commit: { type: 'choice', title: 'How the members come to decide alike', default: 'two-phase', choices: COMMIT_PROTOCOLS },
    ...EXECUTION_PARAMETERS,
    presume: {
      type: 'choice',
      title: 'Two-phase: what the coordinator does not remember was',
      default: 'abort',
      choices: PRESUMPTIONS
    },
    termination: {
      type: 'choice',
      title: 'Two-phase: whom a participant in doubt asks',
      default: 'coordinator',
      choices: TERMINATIONS
    },
    read_only_votes: {
      type: 'boolean',
      title: 'Two-phase: who has only read is out of the second phase, unless members ask each other',
      default: true
    },
    acceptors: {
      type: 'number',
      title: 'Paxos: acceptors, the first participants',
      unit: 'members',
      default: 3,
      min: 1,
      max: 9,
      integer: true
    },
    vote_timeout_ms: {
      type: 'number',
      title: 'A transaction whose votes are not all in is aborted after',
      unit: 'ms',
      default: 250,
      min: 1,
      max: 60_000
    },
    retry_ms: {
      type: 'number',
      title: 'Pause before a decision, or the question for it, is sent again',
      unit: 'ms',
      default: 100,
      min: 1,
      max: 60_000
    },
    open_max: {
      type: 'number',
      title: 'Transactions that the coordinator has open at once',
      unit: 'transactions',
      default: 256,
      min: 1,
      max: 10_000,
      integer: true
    },
    prepared_max: {
      type: 'number',
      title: 'Transactions that a participant has prepared at once',
      unit: 'transactions',
      default: 256,
      min: 1,
      max: 10_000,
      integer: true
    },
    keys_max: {
      type: 'number',
      title: 'Keys of one transaction',
      unit: 'keys',
      default: 16,
      min: 1,
      max: 128,
      integer: true
    },
    answers_kept: {
      type: 'number',
      title: 'Committed transactions whose answer is kept for clients that ask again',
      unit: 'transactions',
      default: 4096,
      min: 1,
      max: 100_000,
      integer: true
    },
    decisions_kept: {
      type: 'number',
      title: 'Decisions that a participant remembers, so that a late copy of a message does nothing',
      unit: 'transactions',
      default: 4096,
      min: 1,
      max: 100_000,
      integer: true
    },
    snapshot_every_records: {
      type: 'number',
      title: 'A snapshot replaces the log after',
      unit: 'records',
      default: 10_000,
      min: 1,
      max: 1_000_000,
      integer: true
    }
  },
  operations: ['transaction'],
  data_types: ['transaction'],
  policies: {
    reads: [
      {
        name: 'coordinator',
        title: 'From the coordinator',
        explanation: 'Reads are part of transactions.',
        strategy: { name: 'leader' }
      }
    ],
    writes: [
      {
        name: 'coordinator',
        title: 'To the coordinator',
        explanation:
          'The coordinator answers once its decision to commit is on disk: all reads and writes took effect at one moment, or none did.',
        strategy: { name: 'leader' }
      }
    ]
  },
  roles: [
    { name: 'participant', title: 'Participant', assignable: true, look: { icon: 'circle', tone: 'slate' } },
    { name: 'coordinator', title: 'Coordinator', assignable: true, single: true, look: { icon: 'diamond', tone: 'teal' } }
  ],
  series: [
    { name: 'in_doubt', title: 'Prepared transactions whose decision is not known', unit: 'transactions', chart: true },
    { name: 'locks_held', title: 'Keys locked', unit: 'keys', chart: true },
    { name: 'executing', title: 'Transactions whose steps are being executed, and not voted on yet', unit: 'transactions' },
    { name: 'open', title: 'Transactions that wait for votes', unit: 'transactions' },
    { name: 'unacknowledged', title: 'Decisions that some participant has not acknowledged', unit: 'transactions' },
    { name: 'committed', title: 'Transactions committed since the start', unit: 'transactions' },
    { name: 'aborted', title: 'Transactions aborted since the start', unit: 'transactions' },
    { name: 'keys', title: 'Keys stored', unit: 'keys' }
  ],
  invariants: [
    {
      name: 'decide-alike',
      title: 'All decide alike',
      explanation: 'What one member commits no other aborts (atomic commitment, AC1; Bernstein, Hadzilacos, Goodman 1987).'
    },
    {
      name: 'all-votes',
      title: 'Nothing is committed without all votes',
      explanation: 'When a transaction is committed, each participant concerned has it prepared on its disk (AC3).'
    },
    {
      name: 'in-doubt-locked',
      title: 'Who is in doubt holds its locks',
      explanation:
        'A participant that voted yes keeps the transaction and its locks until it learns the decision, also when it restarts.'
    },
    {
      name: 'acknowledged-committed',
      title: 'What was acknowledged is committed',
      explanation: 'The decision of a transaction that was answered with ok is on the coordinator’s disk, and outlives a crash.'
    },
    {
      name: 'none-uncertain',
      title: 'Nobody commits beside one who may abort',
      explanation:
        'Three-phase: when one member commits, no other that is up is left without word that all have voted yes (Skeen 1981).'
    },
    {
      name: 'chosen-once',
      title: 'A vote is chosen once',
      explanation: 'Paxos: a majority of acceptors never accepts a yes and a no of the same participant (Gray and Lamport 2006).'
    },
    {
      name: 'transfers-add-up',
      title: 'Transfers change no total',
      explanation:
        'Where all transactions move amounts between accounts, whoever reads all accounts finds the same sum: under snapshot isolation and serializability.'
    }
  ],
  switches: [
    ...EXECUTION_SWITCHES,
    {
      name: 'commit-before-all-votes',
      title: 'Committed at the first vote',
      explanation: 'The coordinator takes the first yes for all of them: a participant that votes no aborts what others commit.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'forget-prepare',
      title: 'Votes without a prepare record',
      explanation:
        'A participant votes yes without writing it to its disk: after a crash it knows nothing of what it promised to commit.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'abort-in-doubt',
      title: 'Doubt ended by oneself',
      explanation: 'A participant that has asked three times in vain aborts on its own, although others may have committed.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'answer-before-logged',
      title: 'Decision told before it is on disk',
      explanation:
        'The coordinator answers, and tells participants, before its decision is on disk: after a crash it says the opposite.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'unlock-in-doubt',
      title: 'Locks released at the vote',
      explanation: 'A participant lets others read and write what it has prepared before it knows whether that is committed.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'forget-early',
      title: 'Commits forgotten at once',
      explanation:
        'The coordinator forgets a commit before all participants have acknowledged it, and tells who asks later that it was aborted.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'never-ask',
      title: 'Doubt never pursued',
      explanation:
        'A participant waits for the decision and asks nobody for it: a decision that is lost leaves it in doubt for ever.',
      breaks: 'liveness',
      exposed_by: HUNT
    },
    {
      name: 'collect-unlogged',
      title: 'Presumed commit without its first record',
      explanation:
        'The coordinator asks for votes without writing down whom: after a crash it remembers nothing, and presumes that it has committed.',
      breaks: 'safety',
      exposed_by: HUNT_PRESUMED_COMMIT
    },
    {
      name: 'skip-pre-commit',
      title: 'Committed without the third phase',
      explanation: 'The coordinator commits while participants do not know that all have voted yes: if it dies, they abort.',
      breaks: 'safety',
      exposed_by: HUNT_THREE_PHASE
    },
    {
      name: 'abort-pre-committed',
      title: 'Pre-commit not heeded',
      explanation: 'Whoever ends a transaction for the coordinator aborts it although somebody knows that all have voted yes.',
      breaks: 'safety',
      exposed_by: 'atomic-commit-three-phase-coordinator-dies'
    },
    {
      name: 'first-pre-commit',
      title: 'Committed at the first pre-commit',
      explanation: 'The coordinator commits once one participant has heard that all voted yes: another may still abort.',
      breaks: 'safety',
      exposed_by: 'atomic-commit-three-phase-far'
    },
    {
      name: 'decide-alone',
      title: 'Everybody decides alone',
      explanation:
        'Whoever hears nothing more asks nobody and tells nobody: it commits if it has heard of the pre-commit, and aborts otherwise.',
      breaks: 'safety',
      exposed_by: 'atomic-commit-three-phase-between'
    },
    {
      name: 'commit-unheard',
      title: 'Takeover commits what was only voted on',
      explanation: 'Whoever ends a transaction for the coordinator commits it although nobody has heard that all voted yes.',
      breaks: 'safety',
      exposed_by: HUNT_THREE_PHASE
    },
    {
      name: 'recovered-decides',
      title: 'Back, and decided at once',
      explanation: 'A participant that was down decides by those that answer, and misses what the others had decided.',
      breaks: 'safety',
      exposed_by: HUNT_THREE_PHASE
    },
    {
      name: 'acceptor-forgets',
      title: 'Acceptors accept without their disk',
      explanation: 'An acceptor does not write what it accepts to its disk: after a crash a new leader finds no trace of it.',
      breaks: 'safety',
      exposed_by: HUNT_PAXOS
    },
    {
      name: 'accept-below-promise',
      title: 'Votes accepted in spite of a promise',
      explanation: 'An acceptor accepts a vote in a ballot below the one that it has promised to a new leader.',
      breaks: 'safety',
      exposed_by: HUNT_PAXOS
    },
    {
      name: 'ignore-accepted',
      title: 'A new leader starts afresh',
      explanation: 'A leader that takes over proposes no for everybody, whatever acceptors have accepted already.',
      breaks: 'safety',
      exposed_by: HUNT_PAXOS
    },
    {
      name: 'votes-suffice',
      title: 'Votes counted without acceptors',
      explanation: 'The coordinator commits once it has all votes, whether or not a majority of acceptors has accepted them.',
      breaks: 'safety',
      exposed_by: HUNT_PAXOS
    },
    {
      name: 'silence-is-yes',
      title: 'Silence counts as a yes',
      explanation: 'A leader that takes over proposes yes where it finds no accepted vote: somebody may never have voted.',
      breaks: 'safety',
      exposed_by: HUNT_PAXOS
    },
    {
      name: 'minority-of-acceptors',
      title: 'One acceptor is enough',
      explanation: 'A leader takes the word of a single acceptor for that of a majority.',
      breaks: 'safety',
      exposed_by: HUNT_PAXOS
    }
  ],
  commands: [
    {
      name: 'force-commit',
      title: 'Force commit of what is in doubt',
      arguments: [{ name: 'transaction', type: 'text', optional: true }],
      role: 'participant'
    },
    {
      name: 'force-abort',
      title: 'Force abort of what is in doubt',
      arguments: [{ name: 'transaction', type: 'text', optional: true }],
      role: 'participant'
    }
  ],
  messages: MESSAGES,
  // Each transaction needs all of its own participants; no number of nodes decides.
  quorum: 'none',
  // The explorer's models judge each key by itself.
  configurations: []
} as const satisfies ProtocolDescription
