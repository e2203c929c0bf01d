/** Where a key is among shards. */
import { hash32 } from '../../../../src-shared/placement/hash'
import type { KeyOrHash } from '../../../../src-shared/wire/client-map'
import type { ShardRange } from '../placement/state'
import type { Shard, ShardMachine } from './state'

/** The shard that holds what stands there; null: the group has none. */
export function shardOf(machine: ShardMachine, key: KeyOrHash): Shard | null {
  return findByKey(orderedShards(machine), key)
}

/** All of the group's shards, in the order of their ranges. */
export function orderedShards(machine: ShardMachine): readonly Shard[] {
  machine.order ??= [...machine.shards.values()].sort((a, b) => (a.range.from < b.range.from ? -1 : 1))
  return machine.order
}

/** Where a key stands: it may be looked for at many groups, and is hashed once. */
export function pointOf(by: ShardRange['by'], key: KeyOrHash): KeyOrHash {
  return by === 'hash' && typeof key === 'string' ? hash32(key) : key
}

/** Among ranges in ascending order, all by hash or all by key; null: none holds it. */
export function findByKey<Item extends { readonly range: ShardRange }>(ascending: readonly Item[], key: KeyOrHash): Item | null {
  const first = ascending[0]
  if (first === undefined) return null
  const point = pointOf(first.range.by, key)
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]!.range.from <= point) low = middle + 1
    else high = middle
  }
  const found = ascending[low - 1]
  return found !== undefined && (found.range.to === null || point < found.range.to) ? found : null
}
