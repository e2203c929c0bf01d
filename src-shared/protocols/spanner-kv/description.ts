import type { ProtocolDescription } from '../../description/protocol-description'
import { description as raft } from '../raft/description'
import { GPS_MASTER, MASTER_ROLES } from './masters'
import { MESSAGES } from './messages'
import { PARAMETERS } from './parameters'
import { SWITCHES } from './switches'

export const description = {
  name: 'spanner-kv',
  title: 'TrueTime store',
  summary:
    'Groups of replicas stamp each write with the latest that it can be now, and answer once that is surely past: timestamps agree with real time across groups.',
  parameters: PARAMETERS,
  data_types: ['kv'],
  operations: ['get', 'put', 'append', 'cas', 'delete', 'gather'],
  policies: {
    reads: [
      {
        name: 'strong',
        title: 'The newest',
        explanation:
          'The leader of the key’s group answers once a quorum has confirmed it and the version is surely past: every read sees all writes before it.',
        strategy: { name: 'routed' },
        implied: true
      },
      {
        name: 'snapshot',
        title: 'A snapshot of a moment ago',
        explanation:
          'Any replica answers, without locks, as of snapshot_age_ms ago, once its safe time has passed that: of all keys it shows one and the same moment.',
        strategy: { name: 'any' }
      }
    ],
    writes: [
      {
        name: 'external',
        title: 'With commit wait',
        explanation:
          'The leader of the key’s group answers once a quorum has the write on disk and its timestamp is surely past: whatever begins later gets a later timestamp.',
        strategy: { name: 'routed' }
      }
    ]
  },
  term: raft.term,
  // Those of each group, and members that keep no data.
  roles: [...raft.roles, ...MASTER_ROLES],
  series: [
    { name: 'epsilon_ms', title: 'ε: half the width of the time interval', unit: 'ms', chart: true },
    { name: 'commit_wait_ms', title: 'Commit wait, mean of the last ones', unit: 'ms', chart: true },
    { name: 'waiting_commits', title: 'Commits not answered yet', unit: 'commits', chart: true },
    { name: 'safe_lag_ms', title: 'How far its safe time is behind its clock', unit: 'ms', chart: true },
    { name: 'keys', title: 'Keys stored', unit: 'keys' },
    { name: 'versions', title: 'Versions stored', unit: 'versions' }
  ],
  invariants: [
    {
      name: 'external-consistency',
      title: 'The order of commits respects real time',
      explanation:
        'If a write is answered before another begins, its timestamp is the smaller one, whichever groups they belong to (Corbett et al. 2012, §4.1.2).'
    },
    {
      name: 'timestamp-within-operation',
      title: 'Timestamps lie within their operation',
      explanation: 'A timestamp is not before its write begins, and past, by true time, when anybody is told of it.'
    },
    {
      name: 'interval-holds-true-time',
      title: 'The true time is within the interval',
      explanation:
        'What a replica takes to be the earliest and the latest that it can be now has the true time between them (§3).'
    },
    {
      name: 'timestamps-grow',
      title: 'Timestamps of a group grow',
      explanation: 'Each write of a group has a greater timestamp than the one before it, also when leaders change.'
    },
    {
      name: 'snapshots-stable',
      title: 'Snapshots never change',
      explanation: 'What a snapshot shows of a key is the newest version at its time: none comes to lie before that later.'
    },
    ...raft.invariants
  ],
  switches: SWITCHES,
  commands: [
    ...raft.commands.map((command) => ({
      ...command,
      arguments: [...command.arguments, { name: 'group', type: 'text', optional: true } as const]
    })),
    { name: 'lose-reception', title: 'Lose reception', arguments: [], role: GPS_MASTER },
    { name: 'regain-reception', title: 'Regain reception', arguments: [], role: GPS_MASTER }
  ],
  messages: MESSAGES,
  // Each group needs a majority of the replicas.
  quorum: 'majority',
  configurations: [
    {
      title: 'commit wait',
      explanation: 'Groups share nothing but time, and yet the order of their writes is that of real time.'
    }
  ]
} as const satisfies ProtocolDescription
