import type { SeriesDescription } from './protocol-description'

/**
 * Gauges that every node process samples beside those of its protocol, some where there is something to say alone: `busy_percent` and
 * `requests_*` where its capacity is limited, `believed_error_ms` and `clock_bound_ms` where its protocol keeps a clock. `frames_*` count since the node's boot.
 */
export const RUNTIME_SERIES = [
  { name: 'sync_ms', title: 'Disk sync, mean', unit: 'ms' },
  { name: 'sync_batch', title: 'Records per disk sync', unit: '' },
  { name: 'send_queue_bytes', title: 'Bytes waiting to be sent to peers', unit: 'B' },
  { name: 'open_requests', title: 'Client requests without an answer yet', unit: '' },
  { name: 'busy_percent', title: 'Busy with client requests', unit: '%', chart: true },
  { name: 'requests_queued', title: 'Client requests in the queue', unit: 'requests', chart: true },
  { name: 'requests_refused', title: 'Client requests refused since the start, the queue being full', unit: 'requests' },
  { name: 'frames_sent', title: 'Frames sent', unit: '' },
  { name: 'frames_received', title: 'Frames received', unit: '' },
  { name: 'frames_corrupt', title: 'Frames received damaged', unit: '' },
  { name: 'frames_dropped', title: 'Frames dropped by the sender', unit: '' },
  { name: 'loop_busy_percent', title: 'Event loop busy', unit: '%' },
  { name: 'loop_lag_ms', title: 'Event loop lag', unit: 'ms' },
  { name: 'memory_mib', title: 'Memory', unit: 'MiB' },
  { name: 'clock_error_ms', title: 'Clock error', unit: 'ms' },
  { name: 'believed_error_ms', title: 'Believed time, off by', unit: 'ms', chart: true },
  { name: 'clock_bound_ms', title: 'Believed time, may be off by', unit: 'ms', chart: true }
] as const satisfies readonly SeriesDescription[]

export type RuntimeSeries = (typeof RUNTIME_SERIES)[number]['name']
