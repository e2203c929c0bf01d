/** What a scenario may set of Raft. */
import type { ParameterDescription } from '../../description/protocol-description'
import { SNAPSHOT_PARAMETERS } from '../replicated-log/snapshot-parameters'

export const PARAMETERS = {
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
} as const satisfies Readonly<Record<string, ParameterDescription>>
