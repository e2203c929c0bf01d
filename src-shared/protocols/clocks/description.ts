import type { ProtocolDescription } from '../../description/protocol-description'
import { MESSAGES } from './messages'

const HUNT = 'clocks-chaos'

export const description = {
  name: 'clocks',
  title: 'Logical clocks',
  summary:
    'Nodes do what a script tells them, write or send a message, and stamp each event with a Lamport and a vector clock: what may have caused what can be read off.',
  parameters: {
    sends_count: {
      type: 'boolean',
      title: 'Sending is an event of its own, as writing and receiving are',
      default: false
    },
    random_every_ms: {
      type: 'number',
      title: 'Each node writes or sends something at random about every (0: never)',
      unit: 'ms',
      default: 0,
      min: 0,
      max: 60_000
    },
    snapshot_every_records: {
      type: 'number',
      title: 'A snapshot replaces the log after',
      unit: 'records',
      default: 1_000,
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
    { name: 'lamport', title: 'Lamport clock', unit: '', chart: true },
    { name: 'events', title: 'Events of its own', unit: 'events' },
    { name: 'known', title: 'Events of the others that it knows of', unit: 'events' }
  ],
  invariants: [
    {
      name: 'lamport-order',
      title: 'A cause has the smaller Lamport stamp',
      explanation: 'If an event happened before another, its Lamport stamp is smaller (the clock condition; Lamport 1978).'
    },
    {
      name: 'vector-order',
      title: 'Vectors tell exactly what happened before what',
      explanation:
        'The vector of an event is below that of another if, and only if, it happened before it (Fidge 1988, Mattern 1989).'
    }
  ],
  switches: [
    {
      name: 'lamport-without-max',
      title: 'Lamport clock ignores the message',
      explanation: 'A receive adds one to its own counter, whatever the message says: it may be below its own cause.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'lamport-without-increment',
      title: 'Lamport clock takes the greater, and no more',
      explanation: 'A receive is not counted: it may have the same stamp as the event that caused it.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'vector-without-merge',
      title: 'Vector of the message ignored',
      explanation: 'A receive raises its own slot alone: what the sender knew is not passed on.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'vector-without-increment',
      title: 'Vectors merged, and no more',
      explanation: 'A receive does not raise its own slot: it cannot be told from what was known before.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'vector-copied',
      title: 'Vector of the message copied',
      explanation: 'A receive takes the vector of the message in place of the greater of each slot: it forgets what it knew.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'forget-at-restart',
      title: 'Clocks begin anew at a restart',
      explanation: 'A node that restarts counts from 0 again: it gives out stamps that it has given out before.',
      breaks: 'safety',
      exposed_by: HUNT
    }
  ],
  commands: [
    { name: 'write', title: 'Write', arguments: [{ name: 'what', type: 'text', optional: true }] },
    {
      name: 'send',
      title: 'Send a message',
      arguments: [
        { name: 'to', type: 'node', optional: false },
        { name: 'what', type: 'text', optional: true }
      ]
    }
  ],
  messages: MESSAGES,
  // Nothing is decided.
  quorum: 'none',
  // The explorer's models judge operations, of which there are none.
  configurations: []
} as const satisfies ProtocolDescription
