/** The hash space cut into equal partitions: strategies 2 and 3 of DeCandia et al. 2007, §6.2. Strategy 1 is a ring of random tokens. */
import type { Random, RandomStreams } from '../random'
import { Circle } from './circle'
import { hash32, HASHES } from './hash'
import { dealOut } from './deal-out'
import { grouped, placeByArcs, sortedMembers } from './placement'
import type { ArcPlacement, Member, MemberId } from './placement'
import { pointsByMember, randomTokens } from './ring-points'

const PARTITIONS_MAX = 2 ** 20

/**
 * Strategy 2: T random tokens a member, equal partitions. The tokens only choose who has which partition: the first members
 * clockwise from its end. Partitions should be many more than tokens.
 */
export function createTokenPlacedPartitions(
  members: readonly Member[],
  { tokens, partitions, random }: { tokens: number; partitions: number; random: RandomStreams }
): ArcPlacement {
  const sorted = sortedMembers(members)
  const circle = Circle.fromPoints(sorted, HASHES, pointsByMember(randomTokens(random), sorted, tokens))
  const ends = partitionEnds(partitions)
  const ownersFrom = (hash: number) => circle.membersFrom(ends[partitionOf(hash, partitions)]!)
  return placePartitions('token-placed partitions', sorted, ends, ownersFrom)
}

/**
 * Strategy 3: Q/S tokens a member, equal partitions: Q partitions dealt out at random so that each of S members has Q/S (as its
 * weight, where weights differ). From `before`, the owners by partition until now, only what must moves: a member that joins
 * takes its part from all others, the part of one that leaves is spread over them. A member too light for one partition has none.
 */
export function createEvenPartitions(
  members: readonly Member[],
  { partitions, random, before = [] }: { partitions: number; random: Random; before?: readonly MemberId[] }
): ArcPlacement {
  const sorted = sortedMembers(members)
  const places = new Map(sorted.map(({ id }, place) => [id, place]))
  const ends = partitionEnds(partitions)
  const held = Array.from(ends, (_, partition) => places.get(before[partition] ?? '') ?? null)
  const weights = sorted.map(({ weight = 1 }) => weight)
  const circle = Circle.fromTable(sorted, HASHES, ends, dealOut(held, weights, random))
  return placePartitions('even partitions', sorted, ends, (hash) => circle.membersFrom(hash))
}

function placePartitions(
  name: string,
  members: readonly Member[],
  ends: Uint32Array,
  membersFrom: (hash: number) => Iterable<MemberId>
): ArcPlacement {
  const partitions = ends.length
  const placement: ArcPlacement = placeByArcs({
    name,
    members,
    hashes: HASHES,
    hashOf: hash32,
    membersFrom,
    arcs: () =>
      Array.from(ends, (end, partition) => {
        return { from: partition === 0 ? 0 : ends[partition - 1]! + 1, to: end + 1, owner: placement.ownersAt(end, 1)[0]! }
      }),
    explain: (key) => {
      const hash = hash32(key)
      const partition = grouped(partitionOf(hash, partitions))
      return `"${key}" hashes to ${grouped(hash)}, in partition ${partition} of 0 to ${grouped(partitions - 1)}, which ${placement.owner(key)} has.`
    }
  })
  return placement
}

/** The partition that a hash lies in, from 0. */
export function partitionOf(hash: number, partitions: number): number {
  return Math.floor((hash * partitions) / HASHES)
}

/** The last hash of each partition. */
export function partitionEnds(partitions: number): Uint32Array {
  if (!(Number.isInteger(partitions) && partitions >= 1 && partitions <= PARTITIONS_MAX))
    throw new RangeError(`Partitions must be a whole number from 1 to ${PARTITIONS_MAX}, but there are ${partitions}.`)
  return Uint32Array.from({ length: partitions }, (_, partition) => Math.ceil(((partition + 1) * HASHES) / partitions) - 1)
}
