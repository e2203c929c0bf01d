/** Operations, and versions and snapshots of a key, that each of the invariants remembers; the oldest are forgotten. */
export const OPERATIONS_MAX = 16_384
export const PER_KEY_MAX = 128
