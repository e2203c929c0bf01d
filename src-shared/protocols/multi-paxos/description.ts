/** What Multi-Paxos says of itself. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { INVARIANTS } from './invariants'
import { MESSAGES } from './messages'
import { PARAMETERS } from './parameters'
import { SWITCHES } from './switches'

export const description = {
  name: 'multi-paxos',
  title: 'Multi-Paxos',
  summary:
    'One leader has a quorum promise its ballot for all slots of a log at once, and then has each command chosen in a slot of its own, in any order; all apply the slots one after the other.',
  parameters: PARAMETERS,
  data_types: ['kv'],
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  policies: {
    reads: [
      {
        name: 'linearizable',
        title: 'Linearizable',
        explanation:
          'The leader answers once a quorum has confirmed that it has promised no higher ballot, so every read sees all writes before it.',
        strategy: { name: 'leader' },
        implied: true
      },
      {
        name: 'lease',
        title: 'By the leader’s lease',
        explanation:
          'The leader answers at once while its lease lasts, so every read sees all writes before it as long as no clock drifts further than assumed; without leases it asks a quorum.',
        strategy: { name: 'leader' }
      },
      {
        name: 'nearest-lease',
        title: 'From the nearest, by quorum lease',
        explanation:
          'The nearest node answers by itself while it has the leases of so many others that no write can be chosen without its knowledge; without them the leader is asked.',
        strategy: { name: 'nearest' }
      },
      {
        name: 'log',
        title: 'Through the log',
        explanation: 'The read takes a slot of its own, like a write, and is answered once that is chosen and applied.',
        strategy: { name: 'leader' }
      }
    ],
    writes: [
      {
        name: 'linearizable',
        title: 'Linearizable',
        explanation: 'The leader answers once the write is chosen and applied, and a retry is applied once.',
        strategy: { name: 'leader' }
      }
    ]
  },
  term: 'ballot',
  roles: [
    { name: 'follower', title: 'Follower', look: { icon: 'circle', tone: 'slate' } },
    { name: 'learner', title: 'Learner', votes: false, look: { icon: 'diamond', tone: 'teal' } },
    { name: 'candidate', title: 'Proposer in phase 1', duty: 'campaigns', look: { icon: 'vote', tone: 'violet' } },
    { name: 'leader', title: 'Leader', duty: 'leads', look: { icon: 'star', tone: 'gold' } }
  ],
  series: [
    { name: 'term', title: 'Ballot', unit: '', listed: false },
    { name: 'commit_index', title: 'Chosen without a gap up to', unit: '', listed: false },
    { name: 'last_index', title: 'Last slot with a value', unit: '' },
    { name: 'applied_index', title: 'Applied up to', unit: '', listed: false },
    { name: 'log_entries', title: 'Slots kept in the log', unit: 'slots' },
    { name: 'keys', title: 'Keys in the state machine', unit: 'keys' },
    { name: 'open_slots', title: 'Slots proposed and not chosen', unit: 'slots', chart: true },
    { name: 'beyond_gap', title: 'Slots chosen beyond an open one', unit: 'slots', chart: true },
    { name: 'awaiting_holders', title: 'Slots that wait for holders of leases', unit: 'slots', chart: true },
    { name: 'waiting_local_reads', title: 'Reads by lease waiting for a slot', unit: 'reads' },
    { name: 'queued', title: 'Commands waiting for a slot', unit: 'commands' },
    { name: 'waiting_reads', title: 'Reads waiting for a quorum', unit: 'reads' },
    { name: 'lag_entries', title: 'Replication lag', unit: 'slots', per: 'peer' },
    { name: 'lag_ms', title: 'Replication lag', unit: 'ms', per: 'peer' },
    { name: 'in_flight', title: 'Slots sent and not accepted', unit: 'slots', per: 'peer' },
    { name: 'silence_ms', title: 'Time since the last answer', unit: 'ms', per: 'peer' }
  ],
  invariants: INVARIANTS,
  switches: SWITCHES,
  commands: [
    { name: 'campaign', title: 'Start a ballot', arguments: [], role: 'follower' },
    {
      name: 'change-voters',
      title: 'Change who votes',
      arguments: [{ name: 'voters', type: 'text', optional: false }],
      role: 'leader'
    },
    { name: 'take-snapshot', title: 'Take a snapshot', arguments: [] }
  ],
  messages: MESSAGES,
  quorum: 'majority',
  members_change: true,
  configurations: [{ title: 'linearizable reads' }, { title: 'reads from the leader alone', switches: ['stale-reads'] }]
} as const satisfies ProtocolDescription
