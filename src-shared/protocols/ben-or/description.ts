import type { ProtocolDescription } from '../../description/protocol-description'
import { INPUTS } from './choices'
import { MESSAGES } from './messages'

const HUNT = 'ben-or-chaos'

export const description = {
  name: 'ben-or',
  title: 'Ben-Or',
  summary:
    'Nodes agree on a bit in rounds of two phases: they report theirs, propose what most have reported, and where nothing is proposed a coin chooses the next bit.',
  parameters: {
    input: { type: 'choice', title: 'The bit that a node begins with', default: 'coin', choices: INPUTS },
    instances: {
      type: 'number',
      title: 'Decisions, one after the other',
      unit: 'instances',
      default: 1,
      min: 1,
      max: 10_000,
      integer: true
    },
    pause_ms: {
      type: 'number',
      title: 'Pause between a decision and the next instance',
      unit: 'ms',
      default: 0,
      min: 0,
      max: 60_000
    },
    faults: {
      type: 'number',
      title: 'Nodes that may crash; 0: as many as possible, fewer than half',
      unit: 'nodes',
      default: 0,
      min: 0,
      max: 49,
      integer: true
    },
    repeat_ms: {
      type: 'number',
      title: 'A node asks again for what it has not heard every',
      unit: 'ms',
      default: 100,
      min: 1,
      max: 60_000
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
  operations: [],
  data_types: [],
  policies: {
    reads: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to read.', strategy: { name: 'any' } }],
    writes: [{ name: 'any', title: 'Nobody', explanation: 'There is nothing to write.', strategy: { name: 'any' } }]
  },
  roles: [],
  series: [
    { name: 'round', title: 'Round', unit: '', chart: true },
    { name: 'decided', title: 'Instances decided', unit: 'instances', chart: true },
    { name: 'coins', title: 'Coins flipped', unit: 'coins' }
  ],
  invariants: [
    {
      name: 'one-decision',
      title: 'One bit is decided',
      explanation: 'No two nodes decide different bits in an instance, and none decides twice (agreement; Ben-Or 1983).'
    },
    {
      name: 'decided-was-input',
      title: 'What is decided was somebody’s input',
      explanation: 'Where all nodes begin with the same bit, it is the one that is decided (validity).'
    },
    {
      name: 'one-proposal-a-round',
      title: 'A round has one proposal',
      explanation: 'No two nodes propose different bits in a round: each has heard its bit from more than half of all nodes.'
    },
    {
      name: 'said-once',
      title: 'Nobody says two things in a round',
      explanation: 'A node reports one bit and makes one proposal in a round, also after a restart.'
    },
    {
      name: 'heard-enough',
      title: 'Each phase waits for all but the faulty',
      explanation: 'A node ends a phase with the messages of n − f nodes, its own among them, and not before.'
    },
    {
      name: 'proposed-by-majority',
      title: 'A majority has reported what is proposed',
      explanation: 'A node proposes a bit only when more than half of all nodes have reported it.'
    },
    {
      name: 'proposal-adopted',
      title: 'A proposal is taken on',
      explanation: 'A node that has heard a proposal of a bit goes on with that bit, and flips no coin.'
    },
    {
      name: 'decided-by-more-than-faulty',
      title: 'More than f proposals decide',
      explanation: 'A node decides a bit that f + 1 nodes have proposed, so that every other node hears one of them.'
    }
  ],
  switches: [
    {
      name: 'decide-on-one',
      title: 'One proposal decides',
      explanation: 'A node decides as soon as one node has proposed a bit: others may not hear of that proposal.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'propose-plurality',
      title: 'The most frequent bit proposed',
      explanation: 'A node proposes the bit that it has heard more often, though not from more than half of all nodes.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'coin-for-proposal',
      title: 'A coin in spite of a proposal',
      explanation: 'A node flips a coin even where it has heard a proposal, and leaves what may be decided elsewhere.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'impatient',
      title: 'A phase that does not wait',
      explanation: 'A node ends a phase with one message less than n − f.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'words-unsaved',
      title: 'What is said not on disk',
      explanation: 'A node reports and proposes without writing it down: after a crash it says something else in the same round.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'trust-restored-disk',
      title: 'Restored disks trusted',
      explanation:
        'A node whose disk was lost, or replaced by an older copy, says again what it has said already, or something else.',
      breaks: 'safety',
      exposed_by: 'ben-or-chaos-disks'
    },
    {
      name: 'never-repeat',
      title: 'Nobody asks again',
      explanation: 'What a link has lost is lost: a node waits for ever for messages that were sent once.',
      breaks: 'liveness',
      exposed_by: 'ben-or-lost-messages'
    },
    {
      name: 'no-coin',
      title: 'No coin',
      explanation: 'Where nothing is proposed, a node keeps its bit: without chance an adversary can keep bits apart for ever.',
      breaks: 'liveness',
      exposed_by: 'ben-or-adversary'
    }
  ],
  commands: [],
  adversary:
    'A report is held back from a node that would hear a majority by it, as long as others report the other bit; only coins that all fall alike leave it no choice.',
  messages: MESSAGES,
  quorum: 'majority',
  configurations: []
} as const satisfies ProtocolDescription
