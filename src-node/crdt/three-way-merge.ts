/**
 * Conflicts resolved by an application: not a CRDT, since nothing makes a function of the application's associative. Leaders that
 * merge the same two values over the same ancestor come to the same; that all of many come to the same is up to `resolve`.
 */

/** A value, as it is written; null: deleted, or never there. */
type Written = string | null

/** What the application makes of two values that were both changed from the ancestor's. */
export type Resolve = (ancestor: Written, one: Written, other: Written) => Written

/**
 * Merges two values written concurrently, given the last value that both their writers had seen. What only one side changed is
 * taken from there; `resolve` is asked for the rest, with the sides in one order wherever it is asked. Equal values are two changes
 * that happen to look alike: that they are not one write seen twice, their versions must tell.
 */
export function mergeThreeWay(ancestor: Written, a: Written, b: Written, resolve: Resolve): Written {
  if (b === ancestor) return a
  if (a === ancestor) return b
  return isBefore(a, b) ? resolve(ancestor, a, b) : resolve(ancestor, b, a)
}

function isBefore(a: Written, b: Written): boolean {
  return a === null || (b !== null && a < b)
}

/** Whole numbers (missing: 0): what both sides added. */
export const addChanges: Resolve = (ancestor, one, other) => String(Number(one) + Number(other) - Number(ancestor))

/** Sets of words parted by spaces: what both kept and what either added; a side that deleted all added nothing. */
export const uniteWords: Resolve = (ancestor, one, other) => {
  const [before, left, right] = [ancestor, one, other].map(words)
  const kept = [...before!].filter((word) => left!.has(word) && right!.has(word))
  const added = [...left!, ...right!].filter((word) => !before!.has(word))
  return [...new Set([...kept, ...added])].sort().join(' ')
}

function words(written: Written): Set<string> {
  return new Set(written?.split(' ').filter((word) => word !== ''))
}
