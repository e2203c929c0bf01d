/** What a placement costs when it changes, and how evenly it spreads load. */
import type { ArcPlacement, MemberId, Placement } from './placement'

export interface Move {
  readonly key: string
  readonly from: MemberId
  readonly to: MemberId
}

/** The keys that have another owner afterwards. */
export function movedKeys(before: Placement, after: Placement, keys: readonly string[]): Move[] {
  return keys.map((key) => ({ key, from: before.owner(key), to: after.owner(key) })).filter(({ from, to }) => from !== to)
}

/** The share of all hashes that have another owner afterwards, exact. */
export function movedShare(before: ArcPlacement, after: ArcPlacement): number {
  if (before.hashes !== after.hashes)
    throw new RangeError(`Both must place the same hashes, but there are ${before.hashes} and ${after.hashes}.`)
  const [old, fresh] = [before.arcs(), after.arcs()]
  let moved = 0
  let from = 0
  for (let i = 0, j = 0; i < old.length && j < fresh.length;) {
    const to = Math.min(old[i]!.to, fresh[j]!.to)
    if (old[i]!.owner !== fresh[j]!.owner) moved += to - from
    from = to
    if (old[i]!.to === to) i++
    if (fresh[j]!.to === to) j++
  }
  return moved / before.hashes
}

/** Hashes kept by each member, replicas counted as well: `replicas` members keep every arc. */
export function hashesKept(placement: ArcPlacement, replicas = 1): Map<MemberId, number> {
  const kept = noLoad(placement)
  for (const { from, to } of placement.arcs())
    for (const member of placement.ownersAt(from, replicas)) kept.set(member, kept.get(member)! + to - from)
  return kept
}

/** How many of the keys, or of the requests for them, each member serves as their owner. */
export function loadOf(placement: Placement, keys: readonly string[]): Map<MemberId, number> {
  const load = noLoad(placement)
  for (const key of keys) {
    const owner = placement.owner(key)
    load.set(owner, load.get(owner)! + 1)
  }
  return load
}

function noLoad({ members }: Placement): Map<MemberId, number> {
  return new Map(members.map(({ id }) => [id, 0]))
}

export interface Imbalance {
  /** Load of the busiest member over the mean; 1: all equal. */
  readonly max_over_mean: number
  /** Standard deviation of the loads over their mean (Lamping & Veach 2014). */
  readonly standard_error: number
}

/** Loads of members of equal weight, not all of them zero. */
export function imbalance(loads: Iterable<number>): Imbalance {
  const all = [...loads]
  const mean = meanOf(all)
  const deviation = Math.sqrt(meanOf(all.map((load) => (load - mean) ** 2)))
  return { max_over_mean: Math.max(...all) / mean, standard_error: deviation / mean }
}

/** The share of members whose load is off the mean by more than the tolerance; 15 % in DeCandia et al. 2007, §6.2. */
export function outOfBalance(loads: Iterable<number>, tolerance = 0.15): number {
  const all = [...loads]
  const mean = meanOf(all)
  return all.filter((load) => Math.abs(load - mean) > tolerance * mean).length / all.length
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
