import type { PreparedWork } from './store'

/** What facts tell of a prepared transaction: the keys that it locks, and a star behind those of which it locks all that begin so. */
export function toldOf({ transaction, reads, prefixes, writes }: PreparedWork) {
  return { transaction, reads: [...reads, ...prefixes.map((prefix) => `${prefix}*`)], writes: writes.map(([key]) => key) }
}
