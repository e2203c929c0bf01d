/** What Raft says of itself. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { configurations } from './configurations'
import { INVARIANTS } from './invariants'
import { MESSAGES } from './messages'
import { PARAMETERS } from './parameters'
import { SWITCHES } from './switches'

export const description = {
  name: 'raft',
  title: 'Raft',
  summary: 'One elected leader orders all writes in a replicated log; an entry is committed once a majority holds it on disk.',
  parameters: PARAMETERS,
  data_types: ['kv'],
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  policies: {
    reads: [
      {
        name: 'linearizable',
        title: 'Linearizable',
        explanation:
          'The leader answers once a quorum has confirmed that it still leads, so every read sees all writes before it.',
        strategy: { name: 'leader' },
        implied: true
      },
      {
        name: 'lease',
        title: 'By the leader’s lease',
        explanation:
          'The leader answers at once while its lease lasts, so every read sees all writes before it as long as no clock drifts further than assumed; without leases it asks a quorum.',
        strategy: { name: 'leader' }
      }
    ],
    writes: [
      {
        name: 'linearizable',
        title: 'Linearizable',
        explanation: 'The leader answers once a quorum holds the write on disk, and a retry is applied once.',
        strategy: { name: 'leader' }
      }
    ]
  },
  term: 'term',
  roles: [
    { name: 'follower', title: 'Follower', look: { icon: 'circle', tone: 'slate' } },
    { name: 'learner', title: 'Learner', votes: false, look: { icon: 'diamond', tone: 'teal' } },
    { name: 'pre-candidate', title: 'Pre-candidate', duty: 'campaigns', look: { icon: 'vote', tone: 'violet' } },
    { name: 'candidate', title: 'Candidate', duty: 'campaigns', look: { icon: 'vote', tone: 'violet' } },
    { name: 'leader', title: 'Leader', duty: 'leads', look: { icon: 'star', tone: 'gold' } }
  ],
  series: [
    { name: 'term', title: 'Term', unit: '', listed: false },
    { name: 'commit_index', title: 'Commit index', unit: '', listed: false },
    { name: 'last_index', title: 'Last log index', unit: '' },
    { name: 'applied_index', title: 'Applied index', unit: '', listed: false },
    { name: 'log_entries', title: 'Entries kept in the log', unit: 'entries' },
    { name: 'keys', title: 'Keys in the state machine', unit: 'keys' },
    { name: 'uncommitted', title: 'Entries waiting to be committed', unit: 'entries' },
    { name: 'waiting_reads', title: 'Reads waiting for a quorum', unit: 'reads' },
    { name: 'lag_entries', title: 'Replication lag', unit: 'entries', per: 'peer' },
    { name: 'lag_ms', title: 'Replication lag', unit: 'ms', per: 'peer' },
    { name: 'in_flight', title: 'Entries sent and not acknowledged', unit: 'entries', per: 'peer' },
    { name: 'silence_ms', title: 'Time since the last answer', unit: 'ms', per: 'peer' },
    { name: 'inflight', title: 'Unanswered AppendEntries', unit: 'messages', per: 'peer', chart: true }
  ],
  invariants: INVARIANTS,
  switches: SWITCHES,
  commands: [
    {
      name: 'transfer-leadership',
      title: 'Transfer leadership',
      arguments: [{ name: 'to', type: 'node', optional: true }],
      role: 'leader'
    },
    { name: 'campaign', title: 'Start an election', arguments: [], role: 'follower' },
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
  configurations
} as const satisfies ProtocolDescription
