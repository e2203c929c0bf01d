/** What a scenario may set of Multi-Paxos. */
import type { ParameterDescription } from '../../description/protocol-description'
import { SNAPSHOT_PARAMETERS } from '../replicated-log/snapshot-parameters'

export const PARAMETERS = {
  heartbeat_ms: { type: 'number', title: 'Heartbeat interval', unit: 'ms', default: 50, min: 1, max: 60_000 },
  election_timeout_ms: {
    type: 'range',
    title: 'Silence of the leader after which a node starts a ballot',
    unit: 'ms',
    default: [150, 300],
    min: 2,
    max: 600_000
  },
  election: {
    type: 'choice',
    title:
      'How a leader is found: by its silence, or by ballot leader election, in rounds of heartbeats as long as the lowest timeout',
    default: 'timeout',
    choices: ['timeout', 'ballot-leader-election']
  },
  prepare_quorum: {
    type: 'number',
    title: 'Promises that a leader needs; 0: more than half',
    unit: 'nodes',
    default: 0,
    min: 0,
    max: 99,
    integer: true
  },
  accept_quorum: {
    type: 'number',
    title: 'Nodes that choose a value by accepting it; 0: more than half',
    unit: 'nodes',
    default: 0,
    min: 0,
    max: 99,
    integer: true
  },
  window: {
    type: 'number',
    title: 'Slots that may be open at once, after the first that is not chosen',
    unit: 'slots',
    default: 1024,
    min: 1,
    max: 100_000,
    integer: true
  },
  max_message_bytes: {
    type: 'number',
    title: 'Size of the values in one message at most',
    unit: 'bytes',
    default: 1_048_576,
    min: 1024,
    max: 16_777_216,
    integer: true
  },
  max_waiting_requests: {
    type: 'number',
    title: 'Requests waiting on the leader at most (beyond: busy)',
    unit: 'requests',
    default: 20_000,
    min: 1,
    max: 1_000_000,
    integer: true
  },
  lease_reads: {
    type: 'boolean',
    title:
      'Leases: the leader may answer lease reads without asking, and nobody promises another ballot while it hears the leader',
    default: false
  },
  max_clock_drift_ppm: {
    type: 'number',
    title: 'Clocks are taken to run fast or slow by this much at most (leases of either kind)',
    unit: 'ppm',
    default: 10_000,
    min: 0,
    max: 900_000
  },
  quorum_lease_ms: {
    type: 'number',
    title: 'Quorum leases: so long a member may answer reads by itself, and writes wait for it; 0: none',
    unit: 'ms',
    default: 0,
    min: 0,
    max: 600_000
  },
  ...SNAPSHOT_PARAMETERS
} as const satisfies Readonly<Record<string, ParameterDescription>>
