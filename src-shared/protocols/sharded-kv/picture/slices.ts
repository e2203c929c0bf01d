/** Shards as parts of a circle or of a bar, each as long as its part of the hashes; ranges of keys are equally long. */
import type { ChartTheme } from '../../../charts/palette'
import type { OwnerLook } from '../../../charts/textures'
import { ownerLook } from '../../../charts/textures'
import type { Stretch } from '../../../layout/ring-section'
import { HASHES } from '../../../placement/hash'
import type { ShardPlace } from '../facts'
import type { PublishedMap } from '../maps'

export interface Slice extends Stretch {
  readonly shard: ShardPlace
}

/** Neighbouring shards of one group. */
export interface GroupRun extends Stretch {
  readonly group: string
}

/** Whether the map cuts keys by their hashes; otherwise by themselves. */
export function isByHash({ shards }: Pick<PublishedMap, 'shards'>): boolean {
  return typeof shards[0]?.from === 'number'
}

/** In the order of the hashes or keys, without a gap. */
export function slicesOf(map: Pick<PublishedMap, 'shards'>): Slice[] {
  const sorted = [...map.shards].sort((a, b) => (a.from < b.from ? -1 : 1))
  if (!isByHash(map)) return sorted.map((shard, at) => ({ shard, from: at / sorted.length, to: (at + 1) / sorted.length }))
  return sorted.map((shard) => ({ shard, from: Number(shard.from) / HASHES, to: Number(shard.to) / HASHES }))
}

export function runsOf(slices: readonly Slice[]): GroupRun[] {
  return mergeRuns(slices.map(({ from, to, shard }) => ({ group: shard.group, from, to })))
}

/** Neighbours of one group as one. */
export function mergeRuns(runs: readonly GroupRun[]): GroupRun[] {
  const merged: { group: string; from: number; to: number }[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (last?.group === run.group) last.to = run.to
    else merged.push({ ...run })
  }
  return merged
}

/** By group its place in the palette: that of the node of the same number, so that it keeps its colour while others come and go. */
export function groupPlaces({ groups }: Pick<PublishedMap, 'groups'>): ReadonlyMap<string, number> {
  return new Map(groups.map(({ name }, at) => [name, Number(/[1-9]\d*$/.exec(name)?.[0] ?? at + 1) - 1]))
}

/** How each group looks in pictures of who owns what. */
export function ownerLooks(theme: ChartTheme, map: Pick<PublishedMap, 'groups'>): ReadonlyMap<string, OwnerLook> {
  return new Map([...groupPlaces(map)].map(([group, place]) => [group, ownerLook(theme, place)]))
}

/** What stands for a group where its name has no room: `12` of `n12`; empty where its name has no number. */
export function ownerNumber(group: string): string {
  return /\d+$/.exec(group)?.[0] ?? ''
}

/** `0x40000000 to 0x7fffffff`, `"k150" to before "k2"`. */
export function rangeText({ from, to }: Pick<ShardPlace, 'from' | 'to'>): string {
  if (typeof from === 'number') return `${hexText(from)} to ${hexText(Number(to) - 1)}`
  const start = from === '' ? 'the first key' : `"${from}"`
  return to === null ? `${start} to the last key` : `${start} to before "${to}"`
}

/** Hashes as they are commonly written. */
export function hexText(hash: number): string {
  return `0x${hash.toString(16).padStart(8, '0')}`
}
