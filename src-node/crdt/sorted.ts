/**
 * Sets and maps as ascending arrays: plain data with one form for equal contents, and merged in one pass. Keys are compared by
 * UTF-16 code units, the same on every machine.
 */

export type Compare<T> = (a: T, b: T) => number

/** Entries ascending by key. */
export type SortedMap<V> = readonly Entry<V>[]
export type Entry<V> = readonly [key: string, value: V]

export const compareStrings: Compare<string> = (a, b) => (a < b ? -1 : a > b ? 1 : 0)
const compareEntries: Compare<Entry<unknown>> = (a, b) => compareStrings(a[0], b[0])

/** What to do with items on one side or both; undefined drops them. */
interface Sides<T> {
  readonly left: (a: T) => T | undefined
  readonly right: (b: T) => T | undefined
  readonly both: (a: T, b: T) => T | undefined
}

/** Pairs up two ascending arrays and keeps what `sides` makes of each item or pair, in order. */
export function mergeSorted<T>(a: readonly T[], b: readonly T[], compare: Compare<T>, sides: Sides<T>): readonly T[] {
  const merged: T[] = []
  const keep = (item: T | undefined) => {
    if (item !== undefined) merged.push(item)
  }
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    const order = compare(a[i]!, b[j]!)
    if (order < 0) keep(sides.left(a[i++]!))
    else if (order > 0) keep(sides.right(b[j++]!))
    else keep(sides.both(a[i++]!, b[j++]!))
  }
  while (i < a.length) keep(sides.left(a[i++]!))
  while (j < b.length) keep(sides.right(b[j++]!))
  return merged
}

/** All items of both, equal ones joined (in either order) into one. Quick when one side is small: what lies between is copied. */
export function unionSorted<T>(a: readonly T[], b: readonly T[], compare: Compare<T>, join: (a: T, b: T) => T): readonly T[] {
  if (a.length < b.length) return unionSorted(b, a, compare, join)
  if (b.length === 0) return a
  const union: T[] = []
  let i = 0
  for (const item of b) {
    const at = gallop(a, (other) => compare(other, item), i)
    while (i < at) union.push(a[i++]!)
    if (i < a.length && compare(a[i]!, item) === 0) union.push(join(a[i++]!, item))
    else union.push(item)
  }
  while (i < a.length) union.push(a[i++]!)
  return union
}

/** Where an item lies beside the one looked for: negative before it, 0 there, positive after it. */
type Side<T> = (item: T) => number

/** The first index from `from` on whose item is not before the one looked for, searched in growing strides and then halved. */
function gallop<T>(items: readonly T[], side: Side<T>, from: number): number {
  let low = from
  let high = from
  for (let stride = 1; high < items.length && side(items[high]!) < 0; stride *= 2) {
    low = high + 1
    high = Math.min(items.length, high + stride)
  }
  while (low < high) {
    const middle = (low + high) >>> 1
    if (side(items[middle]!) < 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The item looked for, or -1. */
export function indexInSorted<T>(items: readonly T[], side: Side<T>): number {
  const at = gallop(items, side, 0)
  return at < items.length && side(items[at]!) === 0 ? at : -1
}

export function getEntry<V>(map: SortedMap<V>, key: string): V | undefined {
  return map[indexInSorted(map, (entry) => compareStrings(entry[0], key))]?.[1]
}

/** All keys of both; the values of shared keys joined. */
export function unionMaps<V>(a: SortedMap<V>, b: SortedMap<V>, join: (a: V, b: V) => V): SortedMap<V> {
  return unionSorted<Entry<V>>(a, b, compareEntries, ([key, x], [, y]) => [key, join(x, y)])
}

/** `mergeSorted` for the values of maps. */
export function mergeMaps<V>(a: SortedMap<V>, b: SortedMap<V>, sides: Sides<V>): SortedMap<V> {
  const keep = (entry: Entry<V>, value: V | undefined): Entry<V> | undefined => {
    if (value === entry[1]) return entry
    return value === undefined ? undefined : [entry[0], value]
  }
  return mergeSorted<Entry<V>>(a, b, compareEntries, {
    left: (x) => keep(x, sides.left(x[1])),
    right: (y) => keep(y, sides.right(y[1])),
    both: (x, y) => keep(x, sides.both(x[1], y[1]))
  })
}
