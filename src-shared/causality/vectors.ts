/** Vector clocks: how two of them compare (Fidge 1988, Mattern 1989). */

export type Vector = readonly number[]

/** How one event stands to another. */
export type Order = 'before' | 'after' | 'concurrent' | 'same'

/** `[1,1,2]`. */
export function vectorText(vector: Vector): string {
  return `[${vector.join(',')}]`
}

/** Every slot of `a` is at most that of `b`. A slot that one does not have counts as 0. */
export function isAtMost(a: Vector, b: Vector): boolean {
  return a.every((count, slot) => count <= (b[slot] ?? 0))
}

/** How `a` stands to `b` as their vectors tell. */
export function compareVectors(a: Vector, b: Vector): Order {
  const below = isAtMost(a, b)
  const above = isAtMost(b, a)
  if (below && above) return 'same'
  if (below) return 'before'
  return above ? 'after' : 'concurrent'
}
