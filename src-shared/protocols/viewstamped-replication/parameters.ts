/** What a scenario may set of Viewstamped Replication. */
import type { ParameterDescription } from '../../description/protocol-description'
import { SNAPSHOT_PARAMETERS } from '../replicated-log/snapshot-parameters'

export const PARAMETERS = {
  heartbeat_ms: {
    type: 'number',
    title: 'Interval of the primary’s commit messages',
    unit: 'ms',
    default: 50,
    min: 1,
    max: 60_000
  },
  election_timeout_ms: {
    type: 'range',
    title: 'Silence of the primary after which a node starts a view change',
    unit: 'ms',
    default: [150, 300],
    min: 2,
    max: 600_000
  },
  max_message_bytes: {
    type: 'number',
    title: 'Size of the requests in one message at most',
    unit: 'bytes',
    default: 1_048_576,
    min: 1024,
    max: 16_777_216,
    integer: true
  },
  max_uncommitted_entries: {
    type: 'number',
    title: 'Uncommitted requests on the primary at most (beyond: busy)',
    unit: 'requests',
    default: 20_000,
    min: 1,
    max: 1_000_000,
    integer: true
  },
  ...SNAPSHOT_PARAMETERS
} as const satisfies Readonly<Record<string, ParameterDescription>>
