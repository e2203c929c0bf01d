/**
 * Dots and sets of them: the one place where causality is kept (Almeida, Shoker, Baquero 2018). A dot names one
 * event: the n-th of a replica. A set of dots is kept per replica as ranges of numbers, so that all a replica ever did is one
 * range, and late deltas leave gaps that close as the missing ones arrive. Size: two numbers per range, whatever the history.
 */
import { getEntry, mergeMaps, unionMaps } from './sorted'
import type { SortedMap } from './sorted'
import type { ReplicaId } from './crdt'

/** The `counter`-th event of `replica`, from 1. */
export type Dot = readonly [replica: ReplicaId, counter: number]

/** First and last number of each range in turn, ascending, disjoint and not touching. */
type Ranges = readonly number[]

/** A set of dots. As a *causal context*: every event that a state has taken in, whether or not anything of it is left. */
export type Dots = SortedMap<Ranges>

export const NO_DOTS: Dots = []

/** The dot of the replica's next event after those in `context`. */
export function nextDot(context: Dots, replica: ReplicaId): Dot {
  const last = getEntry(context, replica)?.at(-1) ?? 0
  if (last >= Number.MAX_SAFE_INTEGER) throw new RangeError(`replica ${replica} has no numbers left`)
  return [replica, last + 1]
}

export function dotsOf(...dots: readonly Dot[]): Dots {
  return dots.reduce<Dots>((all, [replica, counter]) => unionDots(all, [[replica, [counter, counter]]]), NO_DOTS)
}

export function hasDot(dots: Dots, [replica, counter]: Dot): boolean {
  const ranges = getEntry(dots, replica) ?? []
  for (let at = 0; at < ranges.length; at += 2) if (ranges[at]! <= counter && counter <= ranges[at + 1]!) return true
  return false
}

export function unionDots(a: Dots, b: Dots): Dots {
  return unionMaps(a, b, unionRanges)
}

/** The dots of a that are not in b. */
export function subtractDots(a: Dots, b: Dots): Dots {
  if (!a.some(([replica, ranges]) => overlap(ranges, getEntry(b, replica) ?? []))) return a
  return mergeMaps(a, b, {
    left: (x) => x,
    right: () => undefined,
    both: (x, y) => {
      const rest = subtractRanges(x, y)
      return rest.length === 0 ? undefined : rest
    }
  })
}

function unionRanges(a: Ranges, b: Ranges): Ranges {
  const union: number[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const fromA = j >= b.length || (i < a.length && a[i]! <= b[j]!)
    const first = fromA ? a[i]! : b[j]!
    const last = fromA ? a[i + 1]! : b[j + 1]!
    if (fromA) i += 2
    else j += 2
    const end = union.length - 1
    if (end > 0 && first <= union[end]! + 1) union[end] = Math.max(union[end]!, last)
    else union.push(first, last)
  }
  return union
}

function overlap(a: Ranges, b: Ranges): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i + 1]! < b[j]!) i += 2
    else if (b[j + 1]! < a[i]!) j += 2
    else return true
  }
  return false
}

function subtractRanges(a: Ranges, b: Ranges): Ranges {
  const rest: number[] = []
  for (let i = 0, j = 0; i < a.length; i += 2) {
    let first = a[i]!
    const last = a[i + 1]!
    while (j < b.length && b[j + 1]! < first) j += 2
    for (let k = j; k < b.length && b[k]! <= last; k += 2) {
      if (b[k]! > first) rest.push(first, b[k]! - 1)
      first = b[k + 1]! + 1
    }
    if (first <= last) rest.push(first, last)
  }
  return rest
}
