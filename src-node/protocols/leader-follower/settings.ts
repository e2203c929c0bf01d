/** A node's parameters and switches, checked and in the units that the core computes with. */
import type { Parameters } from '../../../src-shared/description/protocol-description'
import type { description, REPLICATIONS } from '../../../src-shared/protocols/leader-follower/description'

export type Replication = (typeof REPLICATIONS)[number]

/** The declared parameters; see the description for what they mean. */
export interface Settings {
  readonly replication: Replication
  readonly automatic_failover: boolean
  readonly heartbeat_us: number
  /** Lowest and highest; equal: exact. Who heard from the leader within the lowest objects to a failover. */
  readonly failover_timeout_us: readonly [number, number]
  readonly failover_wait_us: number
  readonly session_wait_us: number
  readonly max_entries_per_message: number
  readonly max_message_bytes: number
  readonly max_unacknowledged_entries: number
  readonly max_waiting_writes: number
  readonly max_waiting_reads: number
  readonly snapshot_every_entries: number
  readonly snapshot_keep_entries: number
  readonly snapshot_chunk_bytes: number
}

/** Deliberate bugs. Each is asked about in one place only, named here. */
export interface Switches {
  /** step.ts, sendAgreement */
  readonly ack_before_store: boolean
  /** step.ts, adoptEpoch */
  readonly no_fencing: boolean
  /** apply.ts, nextToApply */
  readonly skip_entry: boolean
  /** failover.ts, mayLeadBefore */
  readonly promote_shortest: boolean
  /** follower.ts, mayDiscard */
  readonly keep_divergence: boolean
  /** reads.ts, isReached */
  readonly ignore_token: boolean
  /** requests.ts, answerRetries */
  readonly ack_inherited: boolean
  /** completeness.ts, mayLead */
  readonly trust_restored_disk: boolean
}

const US_PER_MS = 1000

export function readSettings(parameters: Parameters): Settings {
  const number = (name: keyof typeof description.parameters): number => parameters[name] as number
  const timeout = parameters['failover_timeout_ms'] as number | readonly [number, number]
  const [lowest, highest] = typeof timeout === 'number' ? [timeout, timeout] : timeout
  return {
    replication: parameters['replication'] as Replication,
    automatic_failover: parameters['failover'] === 'automatic',
    heartbeat_us: number('heartbeat_ms') * US_PER_MS,
    failover_timeout_us: [lowest * US_PER_MS, highest * US_PER_MS],
    failover_wait_us: number('failover_wait_ms') * US_PER_MS,
    session_wait_us: number('session_wait_ms') * US_PER_MS,
    max_entries_per_message: number('max_entries_per_message'),
    max_message_bytes: number('max_message_bytes'),
    max_unacknowledged_entries: number('max_unacknowledged_entries'),
    max_waiting_writes: number('max_waiting_writes'),
    max_waiting_reads: number('max_waiting_reads'),
    snapshot_every_entries: number('snapshot_every_entries'),
    snapshot_keep_entries: number('snapshot_keep_entries'),
    snapshot_chunk_bytes: number('snapshot_chunk_bytes')
  }
}

export function readSwitches(names: readonly string[]): Switches {
  return {
    ack_before_store: names.includes('ack-before-store'),
    no_fencing: names.includes('no-fencing'),
    skip_entry: names.includes('skip-entry'),
    promote_shortest: names.includes('promote-shortest'),
    keep_divergence: names.includes('keep-divergence'),
    ignore_token: names.includes('ignore-token'),
    ack_inherited: names.includes('ack-inherited'),
    trust_restored_disk: names.includes('trust-restored-disk')
  }
}

/** How many of so many followers must have stored a write before it is acknowledged. */
export function storedByFollowers(replication: Replication, followers: number): number {
  switch (replication) {
    case 'asynchronous':
      return 0
    case 'semi-synchronous':
      return Math.min(1, followers)
    case 'synchronous':
      return followers
  }
}
