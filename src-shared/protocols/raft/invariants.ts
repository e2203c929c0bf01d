/** What never happens in Raft, whatever fails, as its paper and the formal models of it say. */
import type { InvariantDescription } from '../../description/protocol-description'

export const INVARIANTS = [
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
] as const satisfies readonly InvariantDescription[]
