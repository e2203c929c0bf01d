import type { ProtocolEvent } from '../../src-shared/events'

/** Events that only the live invariants need. */
export const LOG_MARKS: ReadonlySet<ProtocolEvent['kind']> = new Set([
  'log-append',
  'log-truncate',
  'log-snapshot',
  'log-durable',
  'commit',
  'apply',
  'vote',
  'versions',
  'hints',
  'contents',
  'updates',
  'write-quorum'
])
