/** Where the keys and the virtual nodes of members lie on a ring. */
import type { RandomStreams } from '../random'
import { hash32, HASHES } from './hash'
import type { Member, MemberId } from './placement'

/** On one ring: enough for a thousand members with a thousand virtual nodes each. */
export const POINTS_MAX = 2 ** 20

export interface RingPoints {
  hashOf(key: string): number
  /** Points of a member's virtual nodes; whatever the others are, so that they stay when others come and go. */
  pointsOf(member: MemberId, virtual_nodes: number): ArrayLike<number>
}

/** Every member's points: `virtual_nodes` times its weight of them, and at least one. */
export function pointsByMember(points: RingPoints, members: readonly Member[], virtual_nodes: number): ArrayLike<number>[] {
  const counts = members.map(({ weight = 1 }) => Math.max(1, Math.round(virtual_nodes * weight)))
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (!(total <= POINTS_MAX)) throw new RangeError(`A ring has at most ${POINTS_MAX} points, but there would be ${total}.`)
  return members.map(({ id }, place) => points.pointsOf(id, counts[place]!))
}

/** The hash of `member-0`, `member-1` and so on (Karger et al. 1997, with the labels that ketama made common). */
export const HASHED_POINTS: RingPoints = {
  hashOf: hash32,
  pointsOf: (member, virtual_nodes) => Float64Array.from({ length: virtual_nodes }, (_, i) => hash32(`${member}-${i}`))
}

const WORDS_PER_DIGEST = 4

/**
 * Ketama's points (Jones 2007), which memcached clients share: every MD5 of `member-0`, `member-1` … gives four, little-endian.
 * Members come to whole digests, so that 160 virtual nodes are 40 of them.
 */
export function ketamaPoints(md5: (text: string) => Uint8Array): RingPoints {
  return {
    hashOf: (key) => wordsOf(md5(key))[0]!,
    pointsOf: (member, virtual_nodes) => {
      const digests = Math.ceil(virtual_nodes / WORDS_PER_DIGEST)
      return Array.from({ length: digests }, (_, i) => wordsOf(md5(`${member}-${i}`))).flat()
    }
  }
}

function wordsOf({ buffer, byteOffset }: Uint8Array): number[] {
  const view = new DataView(buffer, byteOffset)
  return Array.from({ length: WORDS_PER_DIGEST }, (_, word) => view.getUint32(4 * word, true))
}

/** Tokens drawn at random, each member's from a stream of its own (strategy 1 of DeCandia et al. 2007, §6.2). */
export function randomTokens(random: RandomStreams): RingPoints {
  return {
    hashOf: hash32,
    pointsOf: (member, tokens) => {
      const draw = random(member)
      return Float64Array.from({ length: tokens }, () => Math.floor(draw() * HASHES))
    }
  }
}
