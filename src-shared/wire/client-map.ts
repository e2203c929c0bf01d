/** The map by which clients of a sharded store choose whom to ask, as replies carry it: compact, and good for any way of cutting keys. */
import { z } from 'zod'
import type { NodeId } from '../ids'
import { hash32 } from '../placement/hash'

/** Bounds on what any program may send. */
const STARTS_MAX = 1024
const GROUPS_MAX = 1024
const GROUP_NODES_MAX = 15

const place = z.number().int().min(0).max(GROUPS_MAX)

export const clientMapSchema = z
  .strictObject({
    /** Of two maps the one with the higher epoch is newer. */
    epoch: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
    /** Where each part of the keys begins, ascending: keys, or hashes of keys. */
    starts: z.union([z.array(z.number()).min(1).max(STARTS_MAX), z.array(z.string()).min(1).max(STARTS_MAX)]),
    /** By part: the place in `groups` of its owner. */
    owners: z.array(place).max(STARTS_MAX),
    groups: z.array(z.strictObject({ name: z.string(), nodes: z.array(z.string()).max(GROUP_NODES_MAX) })).max(GROUPS_MAX)
  })
  .refine(({ starts, owners, groups }) => owners.length === starts.length && owners.every((owner) => owner < groups.length))
export type ClientMap = z.infer<typeof clientMapSchema>

/** Where something stands among all keys: a key, or the hash of one. */
export type KeyOrHash = string | number

export interface MappedGroup {
  readonly name: string
  readonly nodes: readonly NodeId[]
}

/** The group that owns the part with that key or hash. */
export function groupOfKey({ starts, owners, groups }: ClientMap, key: KeyOrHash): MappedGroup {
  const point = typeof starts[0] === 'number' && typeof key === 'string' ? hash32(key) : key
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (starts[middle]! <= point) low = middle
    else high = middle - 1
  }
  return groups[owners[low]!]!
}
