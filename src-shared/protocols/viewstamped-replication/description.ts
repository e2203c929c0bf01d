/** What Viewstamped Replication says of itself. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { INVARIANTS } from './invariants'
import { MESSAGES } from './messages'
import { PARAMETERS } from './parameters'
import { SWITCHES } from './switches'

export const description = {
  name: 'viewstamped-replication',
  title: 'Viewstamped Replication',
  summary:
    'The primary of a view orders all requests; nodes are primary in turn, keep their logs in memory alone, and ask the others for them after a restart.',
  parameters: PARAMETERS,
  data_types: ['kv'],
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  policies: {
    reads: [
      {
        name: 'linearizable',
        title: 'Linearizable',
        explanation: 'The read takes a place in the log, like a write, and is answered once that is committed.',
        strategy: { name: 'leader' },
        implied: true
      }
    ],
    writes: [
      {
        name: 'linearizable',
        title: 'Linearizable',
        explanation: 'The primary answers once a majority has the write in memory, and a retry is carried out once.',
        strategy: { name: 'leader' }
      }
    ]
  },
  term: 'view',
  roles: [
    { name: 'backup', title: 'Backup', look: { icon: 'circle', tone: 'slate' } },
    { name: 'recovering', title: 'Recovering', look: { icon: 'dot', tone: 'neutral' } },
    { name: 'view-change', title: 'In a view change', look: { icon: 'diamond', tone: 'violet' } },
    { name: 'next-primary', title: 'Next primary', duty: 'campaigns', look: { icon: 'vote', tone: 'violet' } },
    { name: 'primary', title: 'Primary', duty: 'leads', look: { icon: 'star', tone: 'gold' } }
  ],
  series: [
    { name: 'term', title: 'View', unit: '', listed: false },
    { name: 'commit_index', title: 'Commit-number', unit: '', listed: false },
    { name: 'last_index', title: 'Op-number', unit: '' },
    { name: 'applied_index', title: 'Carried out up to', unit: '', listed: false },
    { name: 'log_entries', title: 'Requests kept in the log', unit: 'requests' },
    { name: 'keys', title: 'Keys in the state machine', unit: 'keys' },
    { name: 'uncommitted', title: 'Requests waiting to be committed', unit: 'requests' },
    { name: 'lag_entries', title: 'Replication lag', unit: 'requests', per: 'peer' },
    { name: 'lag_ms', title: 'Replication lag', unit: 'ms', per: 'peer' },
    { name: 'silence_ms', title: 'Time since the last answer', unit: 'ms', per: 'peer' }
  ],
  invariants: INVARIANTS,
  switches: SWITCHES,
  commands: [
    { name: 'campaign', title: 'Start a view change', arguments: [], role: 'backup' },
    { name: 'take-snapshot', title: 'Take a checkpoint', arguments: [] }
  ],
  messages: MESSAGES,
  quorum: 'majority',
  forgets: true,
  configurations: [{ title: 'all in memory' }, { title: 'reads from the primary alone', switches: ['stale-reads'] }]
} as const satisfies ProtocolDescription
