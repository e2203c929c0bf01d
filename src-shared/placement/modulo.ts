import { hash32 } from './hash'
import { checkMembers, grouped, membersBehind, refuseWeights } from './placement'
import type { Member, Placement } from './placement'

/**
 * The key's hash modulo the number of members chooses one by its place in the list: even, but of two lists of different length
 * nearly every key has another owner, which is what Karger et al. (1997) set out from.
 */
export function createModulo(members: readonly Member[]): Placement {
  checkMembers(members)
  refuseWeights('Modulo', members)
  const placeOf = (key: string): number => hash32(key) % members.length
  return {
    name: 'modulo',
    members,
    owner: (key) => members[placeOf(key)]!.id,
    owners: (key, count) => membersBehind(members, placeOf(key), count),
    explain: (key) => {
      const place = placeOf(key)
      return `"${key}" hashes to ${grouped(hash32(key))}; modulo ${members.length} that is ${place}, the place of ${members[place]!.id}.`
    }
  }
}
