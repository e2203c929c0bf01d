/** What calculation says of placements whose members have equal weights; measures are held against it. */

/** The least share of the keys that must move for even loads when so many members become so many: 1/(n + 1) when one joins n. */
export function leastMoved(before: number, after: number): number {
  return Math.abs(after - before) / Math.max(before, after)
}

/** The share of the keys that modulo moves: n/(n + 1) when one joins n. Of each common multiple of both, the lesser number stays. */
export function movedByModulo(before: number, after: number): number {
  return 1 - (Math.min(before, after) * greatestCommonDivisor(before, after)) / (before * after)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/**
 * The standard error of the load on a ring: nearly 1/√v for v virtual nodes a member. (Arcs between random points are Dirichlet
 * distributed; this is the standard deviation over the mean of a member's v of them.)
 */
export function ringStandardError(members: number, virtual_nodes: number): number {
  return Math.sqrt((members - 1) / (members * virtual_nodes + 1))
}
