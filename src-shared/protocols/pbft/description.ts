/** What PBFT says of itself. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { lieCommand } from '../lying/with-liars'
import { BEHAVIOURS } from './lies'
import { INVARIANTS } from './invariants'
import { MESSAGES } from './messages'
import { PARAMETERS } from './parameters'
import { SWITCHES } from './switches'

export const description = {
  name: 'pbft',
  title: 'PBFT',
  summary:
    'A primary orders what clients sign, and every node votes twice on each batch: what 2f + 1 of 3f + 1 nodes commit holds, though f of them lie.',
  parameters: PARAMETERS,
  data_types: ['kv'],
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  policies: {
    reads: [
      {
        name: 'ordered',
        title: 'Ordered',
        explanation: 'A read is ordered like a write; the client waits for f + 1 equal answers, of which one is honest.',
        strategy: { name: 'all-matching', equal_answers: 'one-honest' },
        implied: true
      },
      {
        name: 'ordered-quorum',
        title: 'Ordered, answered by a quorum',
        explanation: 'A read is ordered like a write; with 2f + 1 equal answers a later read-only one sees nothing older.',
        strategy: { name: 'all-matching', equal_answers: 'byzantine-quorum' }
      },
      {
        name: 'read-only',
        title: 'Read-only',
        explanation:
          'Each node answers at once from what it has carried out; the client waits for 2f + 1 equal answers, and sees every write that it was done with by as many.',
        strategy: { name: 'all-matching', equal_answers: 'byzantine-quorum' }
      }
    ],
    writes: [
      {
        name: 'ordered',
        title: 'One honest answer',
        explanation: 'The client waits for f + 1 equal answers: one honest node has carried it out, and all others will.',
        strategy: { name: 'all-matching', equal_answers: 'one-honest' },
        implied: true
      },
      {
        name: 'ordered-quorum',
        title: 'Answers of a quorum',
        explanation: 'The client waits for 2f + 1 equal answers, so that read-only reads see the write.',
        strategy: { name: 'all-matching', equal_answers: 'byzantine-quorum' }
      }
    ]
  },
  term: 'view',
  roles: [
    { name: 'backup', title: 'Backup', look: { icon: 'circle', tone: 'slate' } },
    { name: 'changing', title: 'Changes the view', duty: 'campaigns', look: { icon: 'vote', tone: 'violet' } },
    { name: 'primary', title: 'Primary', duty: 'leads', look: { icon: 'star', tone: 'gold' } }
  ],
  series: [
    { name: 'executed', title: 'Batches carried out', unit: 'batches' },
    { name: 'view', title: 'View', unit: '', listed: false },
    { name: 'stable', title: 'Stable checkpoint', unit: '' },
    { name: 'pending', title: 'Requests that wait', unit: 'requests', chart: true },
    { name: 'slots', title: 'Batches kept since the stable checkpoint', unit: 'batches' },
    { name: 'refused', title: 'Messages refused as false', unit: 'messages' },
    { name: 'keys', title: 'Keys in the state machine', unit: 'keys' }
  ],
  invariants: INVARIANTS,
  switches: SWITCHES,
  commands: [lieCommand(BEHAVIOURS)],
  messages: MESSAGES,
  quorum: 'byzantine',
  signed_requests: true,
  configurations: [{ title: 'ordered reads' }]
} as const satisfies ProtocolDescription
