import type { ProtocolDescription } from '../../description/protocol-description'
import { description as raft } from '../raft/description'
import { MESSAGES } from './messages'
import { PARAMETERS } from './parameters'
import { SWITCHES } from './switches'

export const description = {
  name: 'replicated-commit',
  title: 'Replicated commit',
  summary:
    'Participants of a transaction and the record of its decision are groups of Raft: whoever dies, a majority knows what was promised and decided.',
  parameters: PARAMETERS,
  operations: ['transaction'],
  data_types: ['transaction'],
  policies: {
    reads: [
      {
        name: 'gateway',
        title: 'From any node',
        explanation: 'Reads are part of transactions.',
        strategy: { name: 'any' }
      }
    ],
    writes: [
      {
        name: 'gateway',
        title: 'To any node',
        explanation:
          'The node that is asked coordinates, and answers once the record of the commit is in the log of a majority: all steps took effect at one moment, or none did.',
        strategy: { name: 'any' }
      }
    ]
  },
  term: raft.term,
  roles: raft.roles,
  series: [
    {
      name: 'in_doubt',
      title: 'Prepared transactions whose outcome is not known, of the groups it leads',
      unit: 'transactions',
      chart: true
    },
    { name: 'locks_held', title: 'Keys and prefixes locked, of the groups it leads', unit: 'keys', chart: true },
    { name: 'open', title: 'Transactions that it coordinates', unit: 'transactions', chart: true },
    { name: 'keys', title: 'Keys stored', unit: 'keys' },
    { name: 'prepared', title: 'Transactions prepared', unit: 'transactions' },
    { name: 'records', title: 'Transaction records kept', unit: 'records' }
  ],
  invariants: [
    {
      name: 'decide-alike',
      title: 'All decide alike',
      explanation:
        'What the record or one group commits, no other aborts (atomic commitment, AC1; Bernstein, Hadzilacos, Goodman 1987).'
    },
    {
      name: 'all-promised',
      title: 'Nothing is committed without all promises',
      explanation: 'When a commit is recorded, the log of each participant has its promise (AC3).'
    },
    {
      name: 'one-try-commits',
      title: 'One try of an operation commits at most',
      explanation: 'A client that asks again, at whichever node, has its transaction done once.'
    },
    {
      name: 'acknowledged-recorded',
      title: 'What was acknowledged is recorded',
      explanation: 'A transaction that writes and was answered with ok has a record in its group’s log that says commit.'
    },
    {
      name: 'in-doubt-locked',
      title: 'What is in doubt is locked',
      explanation: 'What a group has promised to commit stays locked until its log has the outcome, whoever leads it.'
    },
    // Of every group; what was acknowledged is in a record.
    ...raft.invariants.filter(({ name }) => name !== 'acknowledged-kept')
  ],
  switches: SWITCHES,
  commands: raft.commands.map((command) => ({
    ...command,
    arguments: [...command.arguments, { name: 'group', type: 'text', optional: true } as const]
  })),
  messages: MESSAGES,
  // Each group needs a majority of the nodes.
  quorum: 'majority',
  // The explorer's models judge each key by itself.
  configurations: []
} as const satisfies ProtocolDescription
