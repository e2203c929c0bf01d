import type { ProtocolDescription } from '../../description/protocol-description'
import { MESSAGES } from './messages'

const HUNT = 'hlc-kv-chaos'

export const description = {
  name: 'hlc-kv',
  title: 'Store with hybrid logical clocks',
  summary:
    'Every node takes writes and passes them on; the version with the greater hybrid stamp wins, which is close to the time and never below what its writer had seen.',
  parameters: {
    max_offset_ms: {
      type: 'number',
      title: 'A stamp that is further ahead of the clock is refused',
      unit: 'ms',
      default: 500,
      min: 1,
      max: 1_000_000_000
    },
    close_ms: { type: 'number', title: 'Each node closes its time every', unit: 'ms', default: 50, min: 1, max: 60_000 },
    snapshot_grid_ms: {
      type: 'number',
      title: 'Clients read snapshots at whole multiples of',
      unit: 'ms',
      default: 100,
      min: 1,
      max: 60_000
    },
    snapshot_wait_ms: {
      type: 'number',
      title: 'A snapshot that is not closed by then is refused after',
      unit: 'ms',
      default: 1_000,
      min: 1,
      max: 60_000
    },
    max_staleness_ms: {
      type: 'number',
      title: 'A bounded read misses nothing that was stamped longer ago than',
      unit: 'ms',
      default: 300,
      min: 0,
      max: 60_000
    },
    history_ms: {
      type: 'number',
      title: 'Older versions are kept for readers of snapshots for',
      unit: 'ms',
      default: 10_000,
      min: 0,
      max: 3_600_000
    },
    bound_ahead_ms: {
      type: 'number',
      title: 'The bound on disk is ahead of the clock by',
      unit: 'ms',
      default: 100,
      min: 1,
      max: 60_000
    },
    retransmit_ms: {
      type: 'number',
      title: 'Each node says what it has every',
      unit: 'ms',
      default: 200,
      min: 10,
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
  data_types: ['kv'],
  operations: ['get', 'put', 'delete'],
  policies: {
    reads: [
      {
        name: 'newest',
        title: 'The newest version that a node has',
        explanation: 'Any node answers at once from what it has; two reads in a row may ask two nodes and go back in time.',
        strategy: { name: 'any' }
      },
      {
        name: 'snapshot',
        title: 'A snapshot at a time',
        explanation:
          'Any node answers as of the last whole multiple of a span of time, once all nodes have closed it: the same time reads the same everywhere.',
        strategy: { name: 'any' }
      },
      {
        name: 'bounded',
        title: 'From the nearest, at most so stale',
        explanation:
          'The nearest node answers once all nodes have closed the time max_staleness_ms ago: the read misses nothing that was stamped before that.',
        strategy: { name: 'nearest' }
      },
      {
        name: 'bounded-freshest',
        title: 'From the freshest, at most so stale',
        explanation:
          'As from the nearest, but clients ask the node that last told the least lag: it answers without waiting where the nearest would have to.',
        strategy: { name: 'freshest' }
      },
      {
        name: 'session',
        title: 'From the nearest, never older than the session',
        explanation:
          'The nearest node answers once it surely has all that the client has read or written: no read goes back in time, whoever answers.',
        strategy: { name: 'nearest' }
      }
    ],
    writes: [
      {
        name: 'any-node',
        title: 'To any node',
        explanation: 'Any node stamps the write and answers once it is on its disk; the others learn of it afterwards.',
        strategy: { name: 'any' }
      }
    ]
  },
  roles: [],
  series: [
    { name: 'hybrid_ahead_ms', title: 'Hybrid clock ahead of the physical clock', unit: 'ms', chart: true },
    { name: 'counter', title: 'Counter of the hybrid clock', unit: '', chart: true },
    { name: 'closed_lag_ms', title: 'Time that not all nodes have closed', unit: 'ms', chart: true },
    { name: 'stamps_refused', title: 'Stamps refused as too far ahead', unit: 'stamps', chart: true },
    { name: 'counter_max', title: 'Greatest counter so far', unit: '' },
    { name: 'clock_advances', title: 'Times that another’s stamp advanced the clock', unit: '' },
    { name: 'updates_made', title: 'Writes taken in from clients', unit: 'writes' },
    { name: 'updates_seen', title: 'Writes of all nodes taken in', unit: 'writes' },
    { name: 'keys', title: 'Keys, deleted ones included', unit: 'keys' },
    { name: 'versions', title: 'Versions kept', unit: 'versions' },
    { name: 'snapshot_reads', title: 'Snapshot reads answered', unit: 'reads' },
    { name: 'snapshot_reads_waiting', title: 'Snapshot reads that wait', unit: 'reads' },
    { name: 'retransmissions', title: 'Times that versions were sent again', unit: '' }
  ],
  invariants: [
    {
      name: 'stamp-above-seen',
      title: 'A write is stamped above all that its writer had seen',
      explanation:
        'The stamp of a write is greater than those of all versions that its node had, and than what its client had seen before (Kulkarni et al. 2014, theorem 1).'
    },
    {
      name: 'stamps-forward',
      title: 'No stamp is handed out twice',
      explanation: 'A node stamps each write above all that it has stamped or closed before, also after a restart.'
    },
    {
      name: 'near-physical-time',
      title: 'Stamps stay close to physical time',
      explanation:
        'A hybrid clock is ahead of true time by no more than its node’s clock ever was, the maximum offset and what a restart adds (Kulkarni et al. 2014, theorem 2).'
    },
    {
      name: 'counter-bounded',
      title: 'The counter stays within sixteen bits',
      explanation: 'A counter that is full carries over into the physical part, so that a stamp fits into 64 bits.'
    },
    {
      name: 'snapshot-stable',
      title: 'The same snapshot reads the same',
      explanation: 'Two reads of a key as of the same time find the same version, whichever nodes are asked and whenever.'
    },
    {
      name: 'bounded-staleness',
      title: 'A bounded read is never staler than its bound',
      explanation:
        'A bounded read misses no version of its key that any node had stamped longer ago than the bound, by the clock of the node that answers.'
    },
    {
      name: 'session-not-older',
      title: 'A session read is never older than its token',
      explanation: 'A read of a session misses no version of its key that was stamped up to what the session had seen.'
    },
    {
      name: 'acknowledged-kept',
      title: 'No acknowledged write lost from the logs',
      explanation: 'A write that was answered with ok is still there when its node restarts: a greater stamp may replace it.'
    },
    {
      name: 'vector-forward',
      title: 'What a node has never goes back',
      explanation: 'What a node had on its disk it has for as long as it has that disk, also after a restart.'
    },
    {
      name: 'same-updates-same-state',
      title: 'Same writes, same state',
      explanation: 'Nodes that have the same writes hold the same, in whatever order these came.'
    }
  ],
  switches: [
    {
      name: 'wall-clock-stamps',
      title: 'Stamps from the wall clock alone',
      explanation:
        'A write is stamped with what the node’s physical clock shows: on a slow node it may be below what it replaces.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'receive-without-merge',
      title: 'Receives do not advance the clock',
      explanation: 'A node takes in a stamp without raising its own clock above it: what it writes next may be stamped below.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'counter-frozen',
      title: 'Counter not advanced',
      explanation: 'While the physical part stays, the counter stays too: one stamp is handed out several times.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'bound-not-stored',
      title: 'Upper bound not on disk',
      explanation: 'A node that starts again goes by its physical clock alone: set back, it hands out stamps that it has closed.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'offset-unchecked',
      title: 'Maximum offset not checked',
      explanation: 'A stamp is taken in however far it is ahead: one node with a wrong clock drags all others along.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'snapshot-not-closed',
      title: 'Snapshots read before they are closed',
      explanation: 'A node answers as of a time of which it may not have all writes: the next reader finds more.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'bound-ignored',
      title: 'Bounded reads answered at once',
      explanation: 'A node answers a bounded read from what it has, however far it is behind.',
      breaks: 'safety',
      exposed_by: 'hlc-kv-chaos-bounded'
    },
    {
      name: 'token-ignored',
      title: 'Session token ignored',
      explanation: 'A node answers a session at once, although it may lack what the session has seen.',
      breaks: 'safety',
      exposed_by: 'hlc-kv-chaos-sessions'
    },
    {
      name: 'tie-by-arrival',
      title: 'Ties not broken by the node',
      explanation:
        'Of two versions with the same stamp the one that came first stays, so that nodes end up with different values.',
      breaks: 'safety',
      exposed_by: HUNT
    },
    {
      name: 'ack-before-store',
      title: 'Acknowledged before it is on disk',
      explanation: 'A node answers clients, and tells the others, before a write is on its disk: a crash takes it back.',
      breaks: 'safety',
      exposed_by: HUNT
    }
  ],
  commands: [
    {
      name: 'read-snapshot',
      title: 'Read a snapshot at a time',
      arguments: [
        { name: 'key', type: 'text', optional: false },
        { name: 'at_ms', type: 'number', optional: false }
      ]
    }
  ],
  messages: MESSAGES,
  // Nothing is decided.
  quorum: 'none',
  configurations: [
    {
      title: 'newest version, any node',
      explanation:
        'Any node answers at once: two reads in a row may ask two nodes, and the second may know less. The greater stamp wins, so that concurrent writes are lost.'
    },
    {
      title: 'snapshots, any node',
      read_policy: 'snapshot',
      explanation:
        'Reads are as of the last whole tenth of a second, so that a write is not seen at once, not even by its writer.'
    }
  ]
} as const satisfies ProtocolDescription
