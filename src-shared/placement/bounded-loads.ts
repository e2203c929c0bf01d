import type { MemberId, Placement } from './placement'

/**
 * Consistent hashing with bounded loads (Mirrokni, Thorup & Zadimoghaddam 2016), for any placement: the keys come one after the
 * other, and each goes to the first member of its preference list that is not full. Full is `factor` times a member's fair part
 * of all keys, rounded up. The factor is at least 1; the closer to it, the evener the load and the more keys move on a change.
 */
export function assignBounded(placement: Placement, keys: readonly string[], factor: number): Map<string, MemberId> {
  if (!(factor >= 1)) throw new RangeError(`The factor of bounded loads must be at least 1, but it is ${factor}.`)
  const { members } = placement
  const distinct = new Set(keys)
  const total_weight = members.reduce((sum, { weight = 1 }) => sum + weight, 0)
  const room = new Map(members.map(({ id, weight = 1 }) => [id, Math.ceil((factor * distinct.size * weight) / total_weight)]))
  const assigned = new Map<string, MemberId>()
  for (const key of distinct) {
    const wanted = placement.owner(key)
    const isFree = (id: MemberId): boolean => room.get(id)! > 0
    const owner = isFree(wanted) ? wanted : placement.owners(key, members.length).find(isFree)!
    room.set(owner, room.get(owner)! - 1)
    assigned.set(key, owner)
  }
  return assigned
}
