/** What leader–follower replication says of itself. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { SNAPSHOT_PARAMETERS } from '../replicated-log/snapshot-parameters'
import { configurations } from './configurations'
import { MESSAGES } from './messages'

export const REPLICATIONS = ['asynchronous', 'semi-synchronous', 'synchronous'] as const

export const description = {
  name: 'leader-follower',
  title: 'Leader and followers',
  summary:
    'One leader streams its write-ahead log to followers. Nobody votes: a failover may lose acknowledged writes, and a partition may leave two leaders.',
  parameters: {
    replication: { type: 'choice', title: 'A write is acknowledged', default: 'asynchronous', choices: REPLICATIONS },
    failover: { type: 'choice', title: 'Failover', default: 'automatic', choices: ['automatic', 'manual'] },
    heartbeat_ms: { type: 'number', title: 'Heartbeat interval', unit: 'ms', default: 50, min: 1, max: 60_000 },
    failover_timeout_ms: {
      type: 'range',
      title: 'Silence after which a follower thinks its leader dead',
      unit: 'ms',
      default: [300, 600],
      min: 2,
      max: 600_000
    },
    failover_wait_ms: {
      type: 'number',
      title: 'Time for the others to object to a promotion',
      unit: 'ms',
      default: 100,
      min: 1,
      max: 60_000
    },
    session_wait_ms: {
      type: 'number',
      title: 'Time that a follower lets a session wait before it sends it to the leader',
      unit: 'ms',
      default: 100,
      min: 0,
      max: 60_000
    },
    max_entries_per_message: {
      type: 'number',
      title: 'Entries in one message at most',
      unit: 'entries',
      default: 1024,
      min: 1,
      max: 100_000,
      integer: true
    },
    max_message_bytes: {
      type: 'number',
      title: 'Size of one message at most',
      unit: 'bytes',
      default: 1_048_576,
      min: 1024,
      max: 16_777_216,
      integer: true
    },
    max_unacknowledged_entries: {
      type: 'number',
      title: 'Entries sent ahead of a follower’s acknowledgement at most',
      unit: 'entries',
      default: 8192,
      min: 1,
      max: 1_000_000,
      integer: true
    },
    max_waiting_writes: {
      type: 'number',
      title: 'Writes waiting for acknowledgement at most (beyond: busy)',
      unit: 'writes',
      default: 20_000,
      min: 1,
      max: 1_000_000,
      integer: true
    },
    max_waiting_reads: {
      type: 'number',
      title: 'Reads waiting on a follower at most (beyond: sent to the leader)',
      unit: 'reads',
      default: 20_000,
      min: 1,
      max: 1_000_000,
      integer: true
    },
    ...SNAPSHOT_PARAMETERS
  },
  data_types: ['kv'],
  operations: ['get', 'put', 'append', 'cas', 'delete'],
  policies: {
    reads: [
      {
        name: 'leader',
        title: 'From the leader',
        explanation:
          'The leader answers from what it has acknowledged; one that has been cut off does not know and answers with old values.',
        strategy: { name: 'leader' }
      },
      {
        name: 'follower',
        title: 'From any follower',
        explanation: 'Whoever is asked answers at once with what it has, however old.',
        strategy: { name: 'followers' }
      },
      {
        name: 'nearest',
        title: 'From the nearest node',
        explanation: 'The node with the shortest round trip answers at once with what it has, be it the leader or a follower.',
        strategy: { name: 'nearest' }
      },
      {
        name: 'session',
        title: 'Bound to the session',
        explanation:
          'Clients bring along the log position of what they last wrote or read; a follower that is behind it waits, and at last sends them to the leader.',
        strategy: { name: 'followers' }
      }
    ],
    writes: [
      {
        name: 'leader',
        title: 'To the leader',
        explanation:
          'The leader answers when as many followers have stored the write as the parameter replication asks for: none, one (which survives one failure, if that follower is promoted), or all.',
        strategy: { name: 'leader' }
      }
    ]
  },
  term: 'epoch',
  roles: [
    { name: 'follower', title: 'Follower', look: { icon: 'circle', tone: 'slate' } },
    { name: 'candidate', title: 'Asks whether to lead', duty: 'campaigns', look: { icon: 'vote', tone: 'violet' } },
    { name: 'leader', title: 'Leader', duty: 'leads', look: { icon: 'star', tone: 'gold' } }
  ],
  series: [
    { name: 'epoch', formerly: 'term', title: 'Epoch', unit: '', listed: false },
    { name: 'commit_index', title: 'Acknowledged up to', unit: '', listed: false },
    { name: 'last_index', title: 'Last log index', unit: '' },
    { name: 'applied_index', title: 'Applied index', unit: '', listed: false },
    { name: 'log_entries', title: 'Entries kept in the log', unit: 'entries' },
    { name: 'keys', title: 'Keys in the state machine', unit: 'keys' },
    { name: 'waiting_writes', title: 'Writes waiting for acknowledgement', unit: 'writes' },
    { name: 'waiting_reads', title: 'Reads waiting for replication', unit: 'reads', chart: true },
    { name: 'discarded', title: 'Entries discarded', unit: 'entries', chart: true },
    { name: 'lag_entries', title: 'Replication lag', unit: 'entries', per: 'peer' },
    { name: 'lag_ms', title: 'Replication lag', unit: 'ms', per: 'peer' },
    { name: 'in_flight', title: 'Entries sent and not acknowledged', unit: 'entries', per: 'peer' },
    { name: 'counted', title: 'Caught up, so that its acknowledgements count', unit: '', per: 'peer' }
  ],
  invariants: [
    {
      name: 'log-well-formed',
      title: 'Logs are well formed',
      explanation: 'A log has no holes, its epochs never go down, and no entry is of a later epoch than its node is in.'
    },
    {
      name: 'election-safety',
      title: 'One leader per epoch',
      explanation: 'An epoch belongs to one node alone, so that entries of two leaders can always be told apart.'
    },
    {
      name: 'log-matching',
      title: 'Logs match',
      explanation: 'If two logs hold an entry with the same index and epoch, they agree on all entries up to it.'
    },
    {
      name: 'applied-in-order',
      title: 'What is applied is the log, in order',
      explanation: 'A node applies the entries of its own log one after the other and skips none.'
    },
    {
      name: 'acknowledged-stored',
      title: 'Acknowledged writes are stored',
      explanation:
        'A write is acknowledged once the leader and as many followers as the replication asks for (none, one, all) have it on disk.'
    },
    {
      name: 'longest-log-leads',
      title: 'The longest log is promoted',
      explanation: 'A follower makes way only for a log that is at least as long as its own.'
    },
    {
      name: 'acknowledged-kept',
      title: 'No acknowledged write lost where that is promised',
      explanation:
        'Under synchronous replication, and wherever the promoted follower had stored it, an acknowledged write survives a failover. Others may be lost: they are counted and named. Semi-synchronous replication keeps a write through one failure at a time, as long as the follower that stored it is the one promoted.'
    }
  ],
  switches: [
    {
      name: 'ack-before-store',
      title: 'Acknowledged before it is stored',
      explanation: 'A follower acknowledges entries before they are on its disk: if it crashes and is promoted, they are gone.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos'
    },
    {
      name: 'no-fencing',
      title: 'No fencing',
      explanation:
        'A leader that learns of a later epoch adopts its number but goes on leading, beside the leader of that epoch.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos'
    },
    {
      name: 'skip-entry',
      title: 'An entry skipped',
      explanation: 'A follower that has several entries to apply at once leaves out the first of them.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos'
    },
    {
      name: 'promote-shortest',
      title: 'The shortest log promoted',
      explanation: 'Followers make way for whoever has less than they have, so a failover loses more than it must.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos'
    },
    {
      name: 'keep-divergence',
      title: 'No truncation on return',
      explanation:
        'An old leader that returns keeps what the new leader’s log lacks and acknowledges the new entries in its place.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos'
    },
    {
      name: 'ignore-token',
      title: 'Session token ignored',
      explanation: 'A follower answers reads of a session at once, however far it is behind what the session wrote.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos-sessions'
    },
    {
      name: 'ack-inherited',
      title: 'What was inherited counts as acknowledged',
      explanation:
        'A promoted follower answers the retry of a write that it finds in its log with ok at once, though no other disk may hold it.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos-synchronous'
    },
    {
      name: 'trust-restored-disk',
      title: 'A replaced disk trusted',
      explanation:
        'A node whose disk was lost or replaced by an older copy leads and is counted as though it still had what it said it had stored.',
      breaks: 'safety',
      exposed_by: 'leader-follower-chaos-disks'
    }
  ],
  commands: [
    { name: 'promote', title: 'Promote to leader', arguments: [], role: 'follower' },
    { name: 'take-snapshot', title: 'Take a snapshot', arguments: [] }
  ],
  messages: MESSAGES,
  quorum: 'none',
  configurations
} as const satisfies ProtocolDescription
