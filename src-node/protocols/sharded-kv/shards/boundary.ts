/** Where a shard is to be cut in two. Pure: the group's leader chooses, and its log says so to all copies. */
import type { SplitMeasure } from '../placement/state'
import type { Shard } from './state'

/** The first key of the right part, or why there is none. */
export type Boundary = { readonly at: string } | { readonly none: string }

/** Of both parts of a split by load, the one with more has this much of it at most: otherwise it helps little. */
const SHARE_MAX = 0.8
/** Of fewer operations nothing can be told. */
const SAMPLE_MIN = 16

export function boundaryOf(shard: Shard, by: SplitMeasure): Boundary {
  if (by === 'operations') return boundaryByLoad(shard)
  const keys = [...shard.data.keys()].sort()
  if (keys.length < 2) return { none: keys.length === 0 ? 'it has no keys' : 'it has one key' }
  return { at: by === 'keys' ? keys[keys.length >> 1]! : keyAtHalfOfBytes(shard, keys) }
}

/** At least one key is before it. */
function keyAtHalfOfBytes({ data, bytes }: Shard, ascending: readonly string[]): string {
  let before = 0
  for (const [at, key] of ascending.entries()) {
    if (at > 0 && before * 2 >= bytes) return key
    before += key.length + data.get(key)!.length
  }
  return ascending.at(-1)!
}

/** Of the keys that were asked for lately, the one before which about half of them come. */
function boundaryByLoad({ sample, range }: Shard): Boundary {
  const asked = [...sample.keys].sort()
  if (asked.length < SAMPLE_MIN) return { none: 'too few operations tell where' }
  let best = { key: '', before: 0, greater: asked.length }
  for (const [before, key] of asked.entries()) {
    const greater = Math.max(before, asked.length - before)
    if (key !== asked[before - 1] && key > range.from && greater < best.greater) best = { key, before, greater }
  }
  if (best.greater <= asked.length * SHARE_MAX) return { at: best.key }
  return { none: `"${mostAsked(asked)}" has most of its load` }
}

function mostAsked(ascending: readonly string[]): string {
  let [most, most_times] = ['', 0]
  let times = 0
  for (const [at, key] of ascending.entries()) {
    times = key === ascending[at - 1] ? times + 1 : 1
    if (times > most_times) [most, most_times] = [key, times]
  }
  return most
}
