import type { ProtocolDescription } from '../../description/protocol-description'
import { CONFLICTS, MERGE_FUNCTIONS, TOPOLOGIES } from './choices'
import { configurations } from './configurations'
import { MESSAGES } from './messages'

export const description = {
  name: 'multi-leader',
  title: 'Multi-leader replication',
  summary:
    'Every region has a leader that answers writes at once and passes them on afterwards: always available and quick, at the price of conflicts.',
  parameters: {
    leaders: { type: 'number', title: 'Leaders; 0: every node', unit: '', default: 0, min: 0, max: 15, integer: true },
    topology: { type: 'choice', title: 'Who passes updates on to whom', default: 'all-to-all', choices: TOPOLOGIES },
    conflicts: { type: 'choice', title: 'What becomes of concurrent writes', default: 'last-write-wins', choices: CONFLICTS },
    merge_function: { type: 'choice', title: 'The application’s merge function', default: 'union', choices: MERGE_FUNCTIONS },
    exchange_ms: { type: 'number', title: 'Pause between exchanges; 0: at once', unit: 'ms', default: 0, min: 0, max: 60_000 },
    retransmit_ms: {
      type: 'number',
      title: 'Unacknowledged updates are sent again after',
      unit: 'ms',
      default: 200,
      min: 10,
      max: 60_000
    },
    causal_delivery: { type: 'boolean', title: 'Take an update in only after those its leader had', default: false },
    log_max_updates: {
      type: 'number',
      title: 'Updates kept for those who lack them; who lacks more is sent everything',
      unit: 'updates',
      default: 100_000,
      min: 1,
      max: 1_000_000,
      integer: true
    },
    state_chunk_bytes: {
      type: 'number',
      title: 'Size of one piece of everything',
      unit: 'bytes',
      default: 262_144,
      min: 16,
      max: 16_777_216,
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
  data_types: ['kv', 'counter', 'set', 'list'],
  operations: ['get', 'put', 'append', 'cas', 'delete', 'increment', 'add', 'remove', 'insert-after', 'delete-element'],
  policies: {
    reads: [
      {
        name: 'nearest-leader',
        title: 'From the nearest leader',
        explanation:
          'The leader that a client asks answers from what it has: all writes that it took in itself, and others’ later.',
        strategy: { name: 'leader' }
      },
      {
        name: 'any-node',
        title: 'From any node',
        explanation: 'Any node answers from what it has; two reads in a row may go back in time.',
        strategy: { name: 'any' }
      }
    ],
    writes: [
      {
        name: 'nearest-leader',
        title: 'To the nearest leader',
        explanation:
          'The leader that a client asks answers once the write is on its own disk; others learn of it later, or overwrite it.',
        strategy: { name: 'leader' }
      }
    ]
  },
  roles: [
    { name: 'follower', title: 'Follower', look: { icon: 'circle', tone: 'slate' } },
    { name: 'leader', title: 'Leader of a region', duty: 'leads', look: { icon: 'star', tone: 'gold' } }
  ],
  series: [
    { name: 'updates_made', title: 'Writes taken in from clients', unit: 'updates' },
    { name: 'updates_seen', title: 'Updates of all leaders taken in', unit: 'updates' },
    { name: 'log_updates', title: 'Updates kept for others', unit: 'updates' },
    { name: 'keys', title: 'Keys, deleted ones included', unit: 'keys' },
    { name: 'overwritten', title: 'Own clients’ writes that gave way to concurrent ones', unit: 'writes', chart: true },
    { name: 'conflicts', title: 'Updates that met a concurrent one', unit: 'updates', chart: true },
    { name: 'duplicates', title: 'Updates that came again', unit: 'updates' },
    { name: 'retransmissions', title: 'Times that updates were sent again', unit: '' },
    { name: 'states_sent', title: 'Times that everything was sent', unit: '' },
    { name: 'states_taken_in', title: 'Times that everything was taken in', unit: '' },
    { name: 'lag_entries', title: 'Replication lag', unit: 'entries', per: 'peer' },
    { name: 'lag_ms', title: 'Replication lag', unit: 'ms', per: 'peer' }
  ],
  invariants: [
    {
      name: 'acknowledged-kept',
      title: 'No acknowledged write lost from the logs',
      explanation:
        'A write that was answered with ok is still in its leader’s log when that restarts: a conflict may replace it, a crash may not. With a disk goes what no other node had yet.'
    },
    {
      name: 'one-update-per-number',
      title: 'One update per number',
      explanation:
        'Two nodes that took in the n-th update of a leader took in the same one, also after that leader’s disk was lost.'
    },
    {
      name: 'applied-once',
      title: 'No update applied twice',
      explanation: 'A node takes every update in once, however often it is sent.'
    },
    {
      name: 'no-update-missed',
      title: 'No update skipped',
      explanation: 'A node takes in a leader’s updates in order and without gaps, so that its version vector says what it has.'
    },
    {
      name: 'vector-forward',
      title: 'Version vectors never go back',
      explanation: 'What a node had on its disk it has for as long as it has that disk, also after a restart.'
    },
    {
      name: 'same-updates-same-state',
      title: 'Same updates, same state',
      explanation:
        'Nodes with equal version vectors hold the same, in whatever order the updates came (strong eventual consistency).'
    }
  ],
  switches: [
    {
      name: 'ack-before-store',
      title: 'Acknowledged before it is on disk',
      explanation:
        'A leader answers clients, and tells the others, before a write is on its disk: a crash takes back what was promised.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos'
    },
    {
      name: 'apply-twice',
      title: 'Updates applied again',
      explanation: 'A node does not look into its version vector, so an update that is sent again is applied again.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos'
    },
    {
      name: 'skip-gaps',
      title: 'Gaps taken for granted',
      explanation: 'A node takes in an update although one before it was lost on the way, and claims to have both.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos'
    },
    {
      name: 'ignore-clock',
      title: 'Last to arrive wins',
      explanation:
        'Of two concurrent writes the one that arrives later stays, whatever the timestamps say: leaders end up with different values.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos'
    },
    {
      name: 'forget-tombstone',
      title: 'Deletes leave nothing',
      explanation: 'A deleted key is forgotten, so that an older write which arrives later brings it back on some leaders.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos'
    },
    {
      name: 'merge-not-commutative',
      title: 'Merge depends on the order',
      explanation:
        'Of concurrent values the one that arrives first gives way, so that leaders merge the same writes to different values.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos-merge'
    },
    {
      name: 'lose-on-ring',
      title: 'Updates of others not passed on',
      explanation:
        'A node of a ring or the hub of a star keeps what others sent it to itself, so that the leaders behind it never learn of it.',
      breaks: 'liveness',
      exposed_by: 'multi-leader-chaos'
    },
    {
      name: 'replace-by-state',
      title: 'Everything replaced instead of merged',
      explanation:
        'A node that was away for too long replaces what it has by what it is sent: writes that it took in meanwhile are gone there.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos-outages'
    },
    {
      name: 'trust-restored-disk',
      title: 'A lost or restored disk trusted',
      explanation:
        'A node whose disk was lost, or replaced by an older copy, goes on counting from there under its old name: numbers are given twice, and others take the second update for the first.',
      breaks: 'safety',
      exposed_by: 'multi-leader-chaos-disks'
    }
  ],
  commands: [],
  messages: MESSAGES,
  quorum: 'none',
  configurations
} as const satisfies ProtocolDescription
