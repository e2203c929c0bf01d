/** A node's parameters and switches, checked and in the units that the core computes with. */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { description } from '../../../src-shared/protocols/raft/description'

/** The declared parameters; see the description for what they mean. */
export interface Settings {
  readonly heartbeat_us: number
  /** Lowest and highest election timeout; equal: exact. */
  readonly election_us: readonly [number, number]
  /**
   * A node that heard from a leader within this time refuses votes (dissertation §4.2.3): two heartbeats, but never longer than the
   * lowest election timeout, or the first to notice a dead leader would be refused by the others.
   */
  readonly leader_trust_us: number
  readonly pre_vote: boolean
  readonly check_quorum: boolean
  readonly max_entries_per_append: number
  readonly max_append_bytes: number
  readonly max_inflight: number
  readonly max_uncommitted_entries: number
  readonly max_uncommitted_bytes: number
  readonly max_waiting_reads: number
  readonly snapshot_every_entries: number
  readonly snapshot_keep_entries: number
  readonly snapshot_chunk_bytes: number
}

/** Deliberate bugs. Each is asked about in one place only, named here. */
export interface Switches {
  /** core.ts, hardState */
  readonly forget_vote: boolean
  /** core.ts, hardState */
  readonly forget_term: boolean
  /** election.ts, logRefusal */
  readonly vote_for_anyone: boolean
  /** election.ts, voteRefusal */
  readonly vote_twice: boolean
  /** roles.ts, becomeFollower */
  readonly clear_vote: boolean
  /** step.ts, adoptTerm */
  readonly ignore_higher_term: boolean
  /** step.ts, startElectionTimer */
  readonly fixed_election_timeout: boolean
  /** disk.ts, vouchedFor */
  readonly ack_before_sync: boolean
  /** replication.ts, advanceCommit */
  readonly commit_old_terms: boolean
  /** follower.ts, lastToCommit */
  readonly commit_beyond_log: boolean
  /** follower.ts, isFresh */
  readonly keep_conflicts: boolean
  /** follower.ts, isFresh */
  readonly truncate_always: boolean
  /** boot.ts, freshState */
  readonly trust_restored_disk: boolean
  /** snapshot.ts, machineToSave */
  readonly snapshot_off_by_one: boolean
  /** reads.ts, acceptRead */
  readonly stale_reads: boolean
  /** state-machine.ts, earlierOutcome */
  readonly apply_retries: boolean
}

const US_PER_MS = 1000

export function readSettings(parameters: Parameters): Settings {
  const number = (name: keyof typeof description.parameters): number => parameters[name] as number
  const heartbeat_us = number('heartbeat_ms') * US_PER_MS
  const election = parameters['election_timeout_ms'] as number | readonly [number, number]
  const [lowest, highest] = typeof election === 'number' ? [election, election] : election
  const election_us = [lowest * US_PER_MS, highest * US_PER_MS] as const
  return {
    heartbeat_us,
    election_us,
    leader_trust_us: Math.min(2 * heartbeat_us, election_us[0]),
    pre_vote: parameters['pre_vote'] as boolean,
    check_quorum: parameters['check_quorum'] as boolean,
    max_entries_per_append: number('max_entries_per_append'),
    max_append_bytes: number('max_append_bytes'),
    max_inflight: number('max_inflight'),
    max_uncommitted_entries: number('max_uncommitted_entries'),
    max_uncommitted_bytes: number('max_uncommitted_bytes'),
    max_waiting_reads: number('max_waiting_reads'),
    snapshot_every_entries: number('snapshot_every_entries'),
    snapshot_keep_entries: number('snapshot_keep_entries'),
    snapshot_chunk_bytes: number('snapshot_chunk_bytes')
  }
}

export function readSwitches(names: readonly string[]): Switches {
  return {
    forget_vote: names.includes('forget-vote'),
    forget_term: names.includes('forget-term'),
    vote_for_anyone: names.includes('vote-for-anyone'),
    vote_twice: names.includes('vote-twice'),
    clear_vote: names.includes('clear-vote'),
    ignore_higher_term: names.includes('ignore-higher-term'),
    fixed_election_timeout: names.includes('fixed-election-timeout'),
    ack_before_sync: names.includes('ack-before-sync'),
    commit_old_terms: names.includes('commit-old-terms'),
    commit_beyond_log: names.includes('commit-beyond-log'),
    keep_conflicts: names.includes('keep-conflicts'),
    truncate_always: names.includes('truncate-always'),
    trust_restored_disk: names.includes('trust-restored-disk'),
    snapshot_off_by_one: names.includes('snapshot-off-by-one'),
    stale_reads: names.includes('stale-reads'),
    apply_retries: names.includes('apply-retries')
  }
}
