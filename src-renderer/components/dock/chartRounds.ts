/** Charts are drawn anew that often. */
export const ROUND_MS = 500
