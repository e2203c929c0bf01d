/** Transactions remembered by each of the invariants; the oldest are forgotten. */
export const REMEMBERED_MAX = 32_768
