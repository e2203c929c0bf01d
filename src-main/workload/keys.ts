import type { Workload } from '../../src-shared/scenario/sections/workload'

/** Maps a uniform number in [0, 1) to a key, `k1` … `kN`. */
export type KeyPicker = (u: number) => string

/** Exact inverse of the distribution's cumulative probabilities; one number in, one key out. */
export function createKeyPicker(keys: Workload['keys']): KeyPicker {
  switch (keys.distribution) {
    case 'uniform':
      return (u) => keyName(Math.floor(u * keys.count))
    case 'zipf': {
      const cumulative = zipfCumulative(keys.count, keys.exponent)
      return (u) => keyName(firstAbove(cumulative, u))
    }
    case 'hot':
      return (u) => {
        if (u < keys.share) return keyName(0)
        return keyName(1 + Math.floor(((u - keys.share) / (1 - keys.share)) * (keys.count - 1)))
      }
  }
}

/** The key that comes so many after another in the order of the load's keys, which is that of scans; null: none does. */
export function createKeyOrder({ count }: Workload['keys']): (key: string, places: number) => string | null {
  const keys = Array.from({ length: count }, (_, index) => keyName(index)).sort()
  const places_of = new Map(keys.map((key, place) => [key, place]))
  return (key, places) => keys[places_of.get(key)! + places] ?? null
}

/** The keys over which a hot key is spread, by its name; nothing where none is. */
export function suffixedKeys(keys: Workload['keys']): ReadonlyMap<string, readonly string[]> {
  if (keys.distribution !== 'hot' || keys.suffixes === undefined) return new Map()
  const hot = keyName(0)
  return new Map([[hot, Array.from({ length: keys.suffixes }, (_, i) => `${hot}#${i}`)]])
}

function keyName(index: number): string {
  return `k${index + 1}`
}

/** Cumulative probabilities of ranks 1 … count, where rank r weighs r^-exponent. */
function zipfCumulative(count: number, exponent: number): Float64Array {
  const cumulative = new Float64Array(count)
  let sum = 0
  for (let i = 0; i < count; i++) cumulative[i] = sum += (i + 1) ** -exponent
  return cumulative.map((weight) => weight / sum)
}

/** Index of the first number above `u`; the last index when rounding leaves none. */
function firstAbove(ascending: Float64Array, u: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! > u) high = middle
    else low = middle + 1
  }
  return low
}
