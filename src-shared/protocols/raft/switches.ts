/** Deliberate bugs of Raft, each with what it breaks and the scenario that brings it to light. */
import type { SwitchDescription } from '../../description/protocol-description'

export const SWITCHES = [
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
] as const satisfies readonly SwitchDescription[]
