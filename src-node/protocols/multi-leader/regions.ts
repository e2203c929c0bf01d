/** Who leads, whom the others follow, and who passes updates on to whom. */
import type { Topology } from '../../../src-shared/protocols/multi-leader/choices'

/**
 * One direction in which updates travel: to the node in this place, those of the leaders in these. Besides, everybody sends a node what
 * that made itself before its disk was lost or replaced, so that it can pass it on once more.
 */
export interface Route {
  readonly to: number
  readonly origins: ReadonlySet<number>
}

/** Nodes form regions of (nearly) equal size, in the run's order; the first of each leads it. Places of the leaders, ascending. */
export function leaderSlots(nodes: number, leaders: number): number[] {
  return Array.from({ length: leaders }, (_, region) => Math.ceil((region * nodes) / leaders))
}

/** The leader of the region in which this node is. */
export function leaderOf(slot: number, leaders: readonly number[]): number {
  return Math.max(...leaders.filter((leader) => leader <= slot))
}

/** To whom this node passes updates on. */
export function routesOf(slot: number, nodes: number, leaders: readonly number[], topology: Topology): Route[] {
  if (!leaders.includes(slot)) return [{ to: leaderOf(slot, leaders), origins: new Set() }]
  const others = leaders.filter((leader) => leader !== slot)
  const own = new Set([slot])
  // Nobody is sent what it made itself.
  const allBut = (to: number) => new Set(leaders.filter((leader) => leader !== to))
  const followers = Array.from({ length: nodes }, (_, at) => at).filter((at) => at !== slot && leaderOf(at, leaders) === slot)
  const hub = leaders[0]!
  const to_leaders = ((): Route[] => {
    switch (topology) {
      case 'all-to-all':
        return others.map((to) => ({ to, origins: own }))
      case 'ring': {
        const next = leaders[(leaders.indexOf(slot) + 1) % leaders.length]!
        return next === slot ? [] : [{ to: next, origins: allBut(next) }]
      }
      case 'star':
        return slot === hub ? others.map((to) => ({ to, origins: allBut(to) })) : [{ to: hub, origins: own }]
    }
  })()
  return [...to_leaders, ...followers.map((to) => ({ to, origins: new Set(leaders) }))]
}
