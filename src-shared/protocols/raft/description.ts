/** What Raft says of itself. */
import type { ProtocolDescription } from '../../description/protocol-description'
import { SNAPSHOT_PARAMETERS } from '../replicated-log/snapshot-parameters'
import { configurations } from './configurations'
import { MESSAGE_NAMES } from './message-names'

export const description = {
  name: 'raft',
  title: 'Raft',
  summary: 'One elected leader orders all writes in a replicated log; an entry is committed once a majority holds it on disk.',
  parameters: {
    heartbeat_ms: { type: 'number', title: 'Heartbeat interval', unit: 'ms', default: 50, min: 1, max: 60_000 },
    election_timeout_ms: { type: 'range', title: 'Election timeout', unit: 'ms', default: [150, 300], min: 2, max: 600_000 },
    pre_vote: { type: 'boolean', title: 'Ask for pre-votes before raising the term', default: true },
    check_quorum: { type: 'boolean', title: 'A leader that hears no quorum steps down', default: true },
    max_entries_per_append: {
      type: 'number',
      title: 'Entries in one AppendEntries at most',
      unit: 'entries',
      default: 1024,
      min: 1,
      max: 100_000,
      integer: true
    },
    max_append_bytes: {
      type: 'number',
      title: 'Size of one AppendEntries at most',
      unit: 'bytes',
      default: 1_048_576,
      min: 1024,
      max: 16_777_216,
      integer: true
    },
    max_inflight: {
      type: 'number',
      title: 'Unanswered AppendEntries per follower at most',
      unit: 'messages',
      default: 64,
      min: 1,
      max: 4096,
      integer: true
    },
    max_uncommitted_entries: {
      type: 'number',
      title: 'Uncommitted entries on the leader at most (beyond: busy)',
      unit: 'entries',
      default: 20_000,
      min: 1,
      max: 1_000_000,
      integer: true
    },
    max_uncommitted_bytes: {
      type: 'number',
      title: 'Uncommitted bytes on the leader at most (beyond: busy)',
      unit: 'bytes',
      default: 33_554_432,
      min: 1024,
      max: 1_073_741_824,
      integer: true
    },
    learner_rounds_max: {
      type: 'number',
      title: 'Rounds in which a learner may catch up, at most',
      unit: 'rounds',
      default: 10,
      min: 1,
      max: 1000,
      integer: true
    },
    lease_reads: {
      type: 'boolean',
      title: 'Leases: the leader may answer lease reads without asking, and nobody helps to depose a leader it hears',
      default: false
    },
    max_clock_drift_ppm: {
      type: 'number',
      title: 'Clocks are taken to run fast or slow by this much at most (leases)',
      unit: 'ppm',
      default: 10_000,
      min: 0,
      max: 900_000
    },
    max_waiting_reads: {
      type: 'number',
      title: 'Reads waiting on the leader at most (beyond: busy)',
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
    { name: 'inflight', title: 'Unanswered AppendEntries', unit: 'messages', per: 'peer', chart: true }
  ],
  invariants: [
    {
      name: 'log-well-formed',
      title: 'Logs are well formed',
      explanation: 'A log has no holes, its terms never go down, and no entry is of a later term than its node is in (Raft §5.3).'
    },
    {
      name: 'one-vote',
      title: 'One vote per node and term',
      explanation: 'A node votes for at most one candidate in a term, also when it restarts in between (Raft §5.2).'
    },
    {
      name: 'election-safety',
      title: 'One leader per term',
      explanation: 'At most one node is leader in any term (Raft §5.2, figure 3).'
    },
    {
      name: 'leader-log-longest',
      title: 'A leader has all entries of its term',
      explanation:
        'While a node leads, no log holds an entry of its term that it lacks: only the leader makes them (Raft §5.3; ElectionSafety in the formal model of etcd’s Raft).'
    },
    {
      name: 'log-matching',
      title: 'Logs match',
      explanation:
        'If two logs hold an entry with the same index and term, they agree on all entries up to it (Raft §5.3, figure 3).'
    },
    {
      name: 'quorum-log',
      title: 'A quorum has every committed entry',
      explanation:
        'A committed entry is in the logs of a majority, so that every quorum holds it (Raft §5.3; QuorumLog in the formal model of etcd’s Raft).'
    },
    {
      name: 'committed-durable',
      title: 'What is committed is on disk',
      explanation:
        'A committed entry is on the disks of a majority, so that no crash takes it back (Raft §5.1; CommittedIsDurable in the formal model of etcd’s Raft).'
    },
    {
      name: 'more-up-to-date-correct',
      title: 'Votes go to logs that are complete',
      explanation:
        'A node votes only for a log at least as up to date as its own, and that log holds every entry the voter has committed (Raft §5.4.1; MoreUpToDateCorrect in the formal model of etcd’s Raft).'
    },
    {
      name: 'leader-completeness',
      title: 'A leader has every committed entry',
      explanation: 'A new leader holds every entry committed in earlier terms (Raft §5.4.3, figure 3).'
    },
    {
      name: 'committed-stays',
      title: 'Committed entries never change',
      explanation: 'All nodes that commit an index commit the same entry there (Raft §5.4, figure 3).'
    },
    {
      name: 'acknowledged-kept',
      title: 'No acknowledged write lost',
      explanation: 'A write that was answered with ok is among the committed entries (Raft §5.3).'
    },
    {
      name: 'state-machine-safety',
      title: 'Same entries applied in the same order',
      explanation: 'No node applies another entry at an index than the others, and none skips one (Raft §5.4.3, figure 3).'
    },
    {
      name: 'elected-by-quorum',
      title: 'Leaders have the votes of a quorum',
      explanation:
        'Whoever comes to lead has the votes of a quorum of its own configuration; while that is joint, of the voters before and after (Raft §5.2, §6).'
    },
    {
      name: 'one-change',
      title: 'One change of members at a time',
      explanation: 'A leader changes the configuration only once the change before is committed (Raft §6; dissertation §4.1).'
    },
    {
      name: 'configuration-in-log',
      title: 'The configuration is that of the log',
      explanation:
        'A node goes by the newest configuration of its log and snapshot: by none that it has dropped, and by none older than one that it has committed (Raft §6).'
    }
  ],
  switches: [
    {
      name: 'forget-vote',
      title: 'Vote not saved',
      explanation: 'The vote is not written to disk, so a restarted node may vote twice in a term and elect two leaders.',
      breaks: 'safety',
      exposed_by: 'raft-chaos-restarts'
    },
    {
      name: 'forget-term',
      title: 'Term not saved',
      explanation:
        'The term is not written to disk, so a restarted node falls back to the term of its last entry and votes again in terms it has already voted in.',
      breaks: 'safety',
      exposed_by: 'raft-chaos-restarts'
    },
    {
      name: 'vote-for-anyone',
      title: 'Vote without comparing logs',
      explanation:
        'A node votes for a candidate whose log ends earlier than its own, which may then lead without committed entries.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'vote-twice',
      title: 'Two votes in a term',
      explanation: 'A node that has voted in a term votes again for whoever else asks, so that two candidates may win.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'clear-vote',
      title: 'Vote cleared on following',
      explanation:
        'A node that becomes follower within its term, say a candidate that has lost, forgets its vote and votes again when it is asked.',
      breaks: 'safety',
      exposed_by: 'raft-second-vote'
    },
    {
      name: 'ignore-higher-term',
      title: 'No step-down',
      explanation: 'A leader that sees a higher term adopts it but goes on leading, beside the leader elected in that term.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'fixed-election-timeout',
      title: 'Election timeout not random',
      explanation:
        'Every election timeout is the lowest one, so nodes campaign at the same moment again and again and split the votes.',
      breaks: 'liveness',
      exposed_by: 'raft-chaos-elections'
    },
    {
      name: 'ack-before-sync',
      title: 'Acknowledged before it is on disk',
      explanation:
        'Followers acknowledge entries, and a leader counts its own, before they are synced: a crash takes back what was promised.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'commit-old-terms',
      title: 'Commit by counting alone',
      explanation:
        'A leader counts replicas of earlier terms’ entries as committed, which a later leader may overwrite (Raft figure 8).',
      breaks: 'safety',
      exposed_by: 'raft-figure-8'
    },
    {
      name: 'commit-beyond-log',
      title: 'Commit index past the checked log',
      explanation: 'A follower takes over the leader’s commit index for entries that it has not yet compared with the leader’s.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'keep-conflicts',
      title: 'Conflicting entries kept',
      explanation: 'A follower keeps entries that conflict with the leader’s and acknowledges the leader’s in their place.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'truncate-always',
      title: 'Matching entries dropped',
      explanation:
        'A follower cuts its log back at every AppendEntries with entries, so a late duplicate drops entries it has acknowledged.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'trust-restored-disk',
      title: 'A lost disk is trusted',
      explanation:
        'A node whose disk was lost or replaced by an older copy votes and acknowledges as before, although it has forgotten what it promised.',
      breaks: 'safety',
      exposed_by: 'raft-chaos-disks'
    },
    {
      name: 'snapshot-off-by-one',
      title: 'Snapshot without its last entry',
      explanation:
        'A snapshot claims to hold the last applied entry but lacks its effect, which is gone after a restart or on whoever installs it.',
      breaks: 'safety',
      exposed_by: 'raft-chaos-snapshots'
    },
    {
      name: 'stale-reads',
      title: 'Reads without asking a quorum',
      explanation: 'A leader answers reads at once, so a deposed leader that was cut off answers with old values.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    },
    {
      name: 'direct-change',
      title: 'No joint consensus',
      explanation:
        'The voters change from one set to another in one step, so that for a while a majority of the old ones and one of the new ones decide side by side.',
      breaks: 'safety',
      exposed_by: 'raft-joint-consensus'
    },
    {
      name: 'configure-on-commit',
      title: 'Configuration used once committed',
      explanation:
        'A node goes by a configuration only once it knows it to be committed, so nodes that have yet to learn of that decide by the one before.',
      breaks: 'safety',
      exposed_by: 'raft-join'
    },
    {
      name: 'keep-overwritten-configuration',
      title: 'Overwritten configuration kept',
      explanation: 'A node whose entry with a configuration is overwritten by its leader goes on by that configuration.',
      breaks: 'safety',
      exposed_by: 'raft-joint-consensus'
    },
    {
      name: 'learners-count',
      title: 'Learners counted as voters',
      explanation: 'A leader counts what learners hold towards the quorum, and commits what no quorum of voters holds.',
      breaks: 'safety',
      exposed_by: 'raft-learners'
    },
    {
      name: 'removed-leader-counts',
      title: 'A removed leader counts itself',
      explanation: 'A leader that has no vote in the new configuration counts its own log towards the quorum of that.',
      breaks: 'safety',
      exposed_by: 'raft-removed-leader'
    },
    {
      name: 'snapshot-forgets-configuration',
      title: 'Snapshot with the first configuration',
      explanation:
        'A snapshot holds the configuration that the cluster began with, so whoever starts from it, or installs it, goes by that.',
      breaks: 'safety',
      exposed_by: 'raft-join'
    },
    {
      name: 'heed-removed',
      title: 'Removed nodes are heard',
      explanation:
        'A node that hears its leader lets a node without a vote have an election, so one that was removed and does not know it deposes one leader after another.',
      breaks: 'liveness',
      exposed_by: 'raft-removed-node'
    },
    {
      name: 'lease-without-margin',
      title: 'Leases without a margin for drift',
      explanation:
        'A leader whose clock is slow takes its lease to last longer than the others promised, and answers with old values while another leads.',
      breaks: 'safety',
      exposed_by: 'raft-lease-reads'
    },
    {
      name: 'apply-retries',
      title: 'Retries applied again',
      explanation: 'The state machine forgets which writes it has applied, so a retried append appends twice.',
      breaks: 'safety',
      exposed_by: 'raft-chaos'
    }
  ],
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
  messages: MESSAGE_NAMES,
  quorum: 'majority',
  members_change: true,
  configurations
} as const satisfies ProtocolDescription
