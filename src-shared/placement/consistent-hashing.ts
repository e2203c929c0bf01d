import { Circle } from './circle'
import { HASHES } from './hash'
import { grouped, placeByArcs, sortedMembers } from './placement'
import type { ArcPlacement, Member } from './placement'
import { HASHED_POINTS, pointsByMember } from './ring-points'
import type { RingPoints } from './ring-points'

/**
 * Consistent hashing with virtual nodes (Karger et al. 1997): members have many points on a circle, and a key belongs to the first
 * point clockwise from its hash. A member has `virtual_nodes` times its weight of them, whatever the others weigh, and at least
 * one. Building takes time in n log n of the points, looking up in log n.
 */
export function createConsistentHashing(
  members: readonly Member[],
  { virtual_nodes = 160, points = HASHED_POINTS }: { virtual_nodes?: number; points?: RingPoints } = {}
): ArcPlacement {
  const sorted = sortedMembers(members)
  const own = pointsByMember(points, sorted, virtual_nodes)
  const circle = Circle.fromPoints(sorted, HASHES, own)
  const placement: ArcPlacement = placeByArcs({
    name: 'consistent hashing',
    members: sorted,
    hashes: HASHES,
    hashOf: points.hashOf,
    membersFrom: (hash) => circle.membersFrom(hash),
    arcs: () => circle.arcs(),
    explain: (key) => {
      const hash = points.hashOf(key)
      const point = circle.pointAt(hash)
      const owner = placement.owner(key)
      const node = Array.from(own[sorted.findIndex(({ id }) => id === owner)]!).indexOf(point)
      const around = point < hash ? ', around the end of the circle,' : ''
      return `"${key}" hashes to ${grouped(hash)}; the first point clockwise${around} is ${grouped(point)}, virtual node ${node} of ${owner}.`
    }
  })
  return placement
}
