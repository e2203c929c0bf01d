import type { ProtocolDescription } from '../../description/protocol-description'
import { PROPOSERS } from './choices'
import { MESSAGES } from './messages'

const HUNT = 'paxos-chaos'
const HUNT_ROLES = 'paxos-chaos-roles'

export const description = {
  name: 'paxos',
  title: 'Single-decree Paxos',
  summary:
    'For each key one value is chosen for good: a proposer has a quorum of acceptors promise its ballot, takes over what they have accepted, and has a quorum accept it.',
  parameters: {
    proposers: { type: 'choice', title: 'Who proposes for clients', default: 'any', choices: PROPOSERS },
    prepare_quorum: {
      type: 'number',
      title: 'Promises that a ballot needs; 0: more than half',
      unit: 'acceptors',
      default: 0,
      min: 0,
      max: 99,
      integer: true
    },
    accept_quorum: {
      type: 'number',
      title: 'Acceptors that choose a value; 0: more than half',
      unit: 'acceptors',
      default: 0,
      min: 0,
      max: 99,
      integer: true
    },
    timeout_ms: {
      type: 'number',
      title: 'A ballot that no quorum has answered is given up after',
      unit: 'ms',
      default: 250,
      min: 1,
      max: 60_000
    },
    backoff_ms: {
      type: 'range',
      title: 'Pause before the next ballot, drawn between; doubled each time, up to four times',
      unit: 'ms',
      default: [10, 50],
      min: 0,
      max: 60_000
    },
    give_up_ms: {
      type: 'number',
      title: 'Clients are told that no quorum was found after',
      unit: 'ms',
      default: 5_000,
      min: 1,
      max: 3_600_000
    },
    resend_ms: {
      type: 'number',
      title: 'What was chosen is told again to those who have not acknowledged it every',
      unit: 'ms',
      default: 200,
      min: 1,
      max: 60_000
    },
    heartbeat_ms: {
      type: 'number',
      title: 'Distinguished proposer: proposers say that they are alive every',
      unit: 'ms',
      default: 50,
      min: 1,
      max: 60_000
    },
    silence_ms: {
      type: 'number',
      title: 'Distinguished proposer: who has been silent for so long is passed over',
      unit: 'ms',
      default: 200,
      min: 1,
      max: 60_000
    },
    attempts_max: {
      type: 'number',
      title: 'Keys for which a proposer has ballots under way at once',
      unit: 'keys',
      default: 1_024,
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
  operations: ['propose', 'get'],
  data_types: ['consensus'],
  policies: {
    reads: [
      {
        name: 'quorum',
        title: 'By a ballot',
        explanation:
          'A node that does not know what is chosen asks a quorum of acceptors, and has chosen what it finds accepted.',
        strategy: { name: 'leader' }
      }
    ],
    writes: [
      {
        name: 'proposer',
        title: 'To a proposer',
        explanation: 'The answer is the value that was chosen, whoever proposed it: it never changes any more.',
        strategy: { name: 'leader' }
      }
    ]
  },
  roles: [
    { name: 'member', title: 'Proposer, acceptor and learner', look: { icon: 'circle', tone: 'slate' } },
    {
      name: 'distinguished',
      title: 'Distinguished proposer',
      duty: 'leads',
      look: { icon: 'diamond', tone: 'teal' }
    },
    { name: 'proposer', title: 'Proposer', assignable: true, votes: false, look: { icon: 'diamond', tone: 'slate' } },
    { name: 'acceptor', title: 'Acceptor', assignable: true, look: { icon: 'square', tone: 'slate' } },
    { name: 'learner', title: 'Learner', assignable: true, votes: false, look: { icon: 'dot', tone: 'neutral' } }
  ],
  series: [
    { name: 'ballots', title: 'Ballots started', unit: 'ballots' },
    { name: 'preempted', title: 'Ballots preempted by higher ones', unit: 'ballots' },
    { name: 'under_way', title: 'Keys with a ballot under way', unit: 'keys', chart: true },
    { name: 'accepted', title: 'Keys with an accepted value', unit: 'keys' },
    { name: 'learned', title: 'Keys whose value is known to be chosen', unit: 'keys', chart: true }
  ],
  invariants: [
    {
      name: 'chosen-once',
      title: 'One value is chosen',
      explanation: 'No two values are chosen, learned or answered for the same key (agreement; Lamport 2001, §2.1).'
    },
    {
      name: 'one-value-a-ballot',
      title: 'A ballot has one value',
      explanation: 'No two acceptors accept different values in the same ballot (§2.2).'
    },
    {
      name: 'ballots-forward',
      title: 'No ballot is used twice',
      explanation: 'A proposer starts each ballot above all that it has started before, also after a restart (§2.5).'
    },
    {
      name: 'promise-kept',
      title: 'Promises are kept',
      explanation: 'An acceptor accepts nothing below a ballot that it has promised, also after a restart (P1a).'
    },
    {
      name: 'value-adopted',
      title: 'What was accepted is proposed',
      explanation:
        'A proposer has a quorum of promises, and proposes the value accepted in the highest ballot among them, its own only if there is none (P2c).'
    },
    {
      name: 'chosen-by-quorum',
      title: 'A quorum accepts what is chosen',
      explanation: 'A proposer calls a value chosen once a quorum of acceptors has accepted it in one ballot (§2.1).'
    },
    {
      name: 'accepted-kept',
      title: 'Acceptors forget nothing',
      explanation: 'What an acceptor has promised, accepted or learned is on its disk when it starts again (§2.5).'
    }
  ],
  switches: [
    {
      name: 'promise-unsaved',
      title: 'Promises not on disk',
      explanation: 'An acceptor promises without writing it down: after a crash it accepts what it has promised to refuse.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'accept-unsaved',
      title: 'Accepted values not on disk',
      explanation: 'An acceptor accepts without writing it down: after a crash a quorum finds no trace of what was chosen.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'accept-below-promise',
      title: 'Accepted in spite of a promise',
      explanation: 'An acceptor accepts a value in a ballot below the one that it has promised.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'ignore-accepted',
      title: 'Accepted values ignored',
      explanation: 'A proposer proposes its own value, whatever acceptors have accepted already.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'adopt-first',
      title: 'The first value taken over',
      explanation: 'A proposer takes over the value that it hears of first, not that of the highest ballot.',
      breaks: 'safety',
      exposed_by: 'paxos-highest-ballot'
    },
    {
      name: 'ballot-unsaved',
      title: 'Ballots not on disk',
      explanation: 'A proposer forgets which ballots it has started: after a crash it uses one of them again, for another value.',
      breaks: 'safety',
      exposed_by: HUNT_ROLES
    },
    {
      name: 'ballots-shared',
      title: 'Ballots shared by proposers',
      explanation: 'Proposers number their ballots without their names: two of them propose different values in the same one.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'chosen-by-one',
      title: 'Chosen by the first acceptor',
      explanation: 'A proposer calls a value chosen as soon as one acceptor has accepted it.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'trust-restored-disk',
      title: 'Restored disks trusted',
      explanation: 'An acceptor whose disk was lost, or replaced by an older copy, goes on as if it had promised nothing since.',
      breaks: 'safety',
      exposed_by: 'paxos-chaos-disks'
    },
    {
      name: 'never-again',
      title: 'No second ballot',
      explanation: 'A proposer whose ballot was preempted, or not answered, starts no other.',
      breaks: 'liveness',
      exposed_by: 'paxos-majority-lost'
    }
  ],
  commands: [
    {
      name: 'propose',
      title: 'Start a ballot',
      arguments: [
        { name: 'key', type: 'text', optional: false },
        { name: 'value', type: 'text', optional: false }
      ]
    }
  ],
  adversary: 'An accept is held back until its acceptor has promised a higher ballot, so that no ballot is accepted by a quorum.',
  messages: MESSAGES,
  quorum: 'majority',
  // The explorer compares registers that are written again and again.
  configurations: []
} as const satisfies ProtocolDescription
