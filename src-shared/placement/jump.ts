import { hash64 } from './hash'
import { checkMembers, membersBehind, refuseWeights } from './placement'
import type { Member, Placement } from './placement'

const BUCKETS_MAX = 2 ** 31 - 1

/**
 * The bucket of a 64-bit key among so many, without a table (Lamping & Veach 2014). With one bucket more, 1/(n + 1) of the keys
 * move, all of them to the new one.
 */
export function jumpHash(key: bigint, buckets: number): number {
  return jumpPath(key, buckets).at(-1)!
}

/** The buckets that a key has lived in while their number grew to this; drawn by the paper's 64-bit congruential generator. */
function jumpPath(key: bigint, buckets: number): number[] {
  if (!(Number.isInteger(buckets) && buckets >= 1 && buckets <= BUCKETS_MAX))
    throw new RangeError(`The number of buckets must be a whole number from 1 to ${BUCKETS_MAX}, but it is ${buckets}.`)
  const path: number[] = []
  let state = key
  for (let next = 0; next < buckets;) {
    path.push(next)
    state = BigInt.asUintN(64, state * 2862933555777941757n + 1n)
    next = Math.floor((next + 1) * (2 ** 31 / (Number(state >> 33n) + 1)))
  }
  return path
}

/** Jump hash over a list of members: it may grow and shrink at its end alone. Looking up takes time in log n of the members. */
export function createJump(members: readonly Member[]): Placement {
  checkMembers(members)
  refuseWeights('Jump hash', members)
  const bucketOf = (key: string): number => jumpHash(hash64(key), members.length)
  return {
    name: 'jump hash',
    members,
    owner: (key) => members[bucketOf(key)]!.id,
    owners: (key, count) => membersBehind(members, bucketOf(key), count),
    explain: (key) => {
      const hash = hash64(key)
      const path = jumpPath(hash, members.length)
      const owner = members[path.at(-1)!]!.id
      return `"${key}" hashes to 0x${hash.toString(16)}; its jumps below ${members.length} lead to ${path.join(', ')}, the place of ${owner}.`
    }
  }
}
