import { hash32, hashBytes, HASHES, utf8 } from './hash'
import { sortedMembers } from './placement'
import type { Member, MemberId, Placement } from './placement'

interface Score {
  readonly id: MemberId
  readonly score: number
}

/**
 * Rendezvous or highest random weight hashing (Thaler & Ravishankar 1998): every member scores the key by a hash of both, and the
 * highest score wins; the order of the scores is the preference list. A member that leaves gives up its own keys only. With
 * w / −ln u for the score, u being the hash as a fraction, shares are as the weights w (Schindelhauer & Schomaker 2005).
 * Looking up takes time linear in the members.
 */
export function createRendezvous(members: readonly Member[]): Placement {
  const sorted = sortedMembers(members)
  // A member's hash seeds the hash of the key: members with different seeds never score a key alike.
  const scorers = sorted.map(({ id, weight = 1 }) => ({ id, weight, seed: hash32(id) }))
  const scores = (key: string): Score[] => {
    const bytes = utf8(key)
    return scorers.map(({ id, weight, seed }) => ({ id, score: -weight / Math.log((hashBytes(bytes, seed) + 0.5) / HASHES) }))
  }
  const ranked = (key: string): Score[] => scores(key).sort((a, b) => b.score - a.score)
  return {
    name: 'rendezvous',
    members: sorted,
    owner: (key) => scores(key).reduce((best, other) => (other.score > best.score ? other : best)).id,
    owners: (key, count) =>
      ranked(key)
        .slice(0, Math.max(0, count))
        .map(({ id }) => id),
    explain: (key) => {
      const [first, second] = ranked(key)
      const before = second ? `, before ${second.id} with ${second.score.toPrecision(3)}` : ''
      return `"${key}" scores highest with ${first!.id}: ${first!.score.toPrecision(3)}${before}.`
    }
  }
}
