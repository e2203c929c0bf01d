/** When a log gives way to a snapshot, and how that is sent: parameters of every protocol that keeps a replicated log. */
export const SNAPSHOT_PARAMETERS = {
  snapshot_every_entries: {
    type: 'number',
    title: 'Entries applied between two snapshots',
    unit: 'entries',
    default: 20_000,
    min: 1,
    max: 10_000_000,
    integer: true
  },
  snapshot_keep_entries: {
    type: 'number',
    title: 'Entries kept behind a snapshot for slow followers',
    unit: 'entries',
    // Written anew with each snapshot, while commits wait.
    default: 1_000,
    min: 0,
    max: 1_000_000,
    integer: true
  },
  snapshot_chunk_bytes: {
    type: 'number',
    title: 'Size of one piece of a sent snapshot',
    unit: 'bytes',
    default: 262_144,
    min: 16,
    max: 16_777_216,
    integer: true
  }
} as const
