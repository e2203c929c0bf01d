/** The newest snapshot that has read each key, so that nothing is committed below it: a snapshot stays as it was read. */
import { compareHybrid, HYBRID_ZERO } from '../../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../../src-shared/causality/hybrid-clock'

export interface ReadStamps {
  readonly keys: Map<string, HybridTime>
  readonly prefixes: Map<string, HybridTime>
  /** The newest of those that are no longer kept: every key counts as read by it. */
  forgotten: HybridTime
}

/** Keys remembered, and prefixes. */
const REMEMBERED_MAX = 1024

export function newReadStamps(): ReadStamps {
  return { keys: new Map(), prefixes: new Map(), forgotten: HYBRID_ZERO }
}

export function noteRead(stamps: ReadStamps, kind: 'keys' | 'prefixes', name: string, snapshot: HybridTime): void {
  const map = stamps[kind]
  map.set(name, later(map.get(name) ?? HYBRID_ZERO, snapshot))
  if (map.size <= REMEMBERED_MAX) return
  const [oldest, stamp] = map.entries().next().value!
  map.delete(oldest)
  stamps.forgotten = later(stamps.forgotten, stamp)
}

/** The newest snapshot that may have read the key. */
export function lastRead({ keys, prefixes, forgotten }: ReadStamps, key: string): HybridTime {
  let last = later(forgotten, keys.get(key) ?? HYBRID_ZERO)
  for (const [prefix, stamp] of prefixes) if (key.startsWith(prefix)) last = later(last, stamp)
  return last
}

function later(a: HybridTime, b: HybridTime): HybridTime {
  return compareHybrid(a, b) < 0 ? b : a
}
