import { checkMembers, membersBehind } from './placement'
import type { Member, MemberId, Placement } from './placement'

/** The keys from `from` up to but not including `to`; null: all that follow. Named by its first key. */
export interface Shard {
  readonly from: string
  readonly to: string | null
  readonly owner: MemberId
}

export interface RangePlacement extends Placement {
  /** Ascending, without gap or overlap. */
  readonly shards: readonly Shard[]
}

/**
 * Ranges of keys (tablets in Bigtable, Chang et al. 2006): neighbours stay together, so that a scan touches few shards and a
 * popular range burdens one. Keys are ordered by their UTF-16 units. Looking up takes time in log n of the shards.
 */
export function createRange(members: readonly Member[], { shards }: { shards: readonly Shard[] }): RangePlacement {
  checkMembers(members)
  checkShards(members, shards)
  const shardOf = (key: string): Shard => shards[placeOfShard(shards, key)]!
  const placeOfOwner = (key: string): number => members.findIndex(({ id }) => id === shardOf(key).owner)
  return {
    name: 'range',
    members,
    shards,
    owner: (key) => shardOf(key).owner,
    owners: (key, count) => membersBehind(members, placeOfOwner(key), count),
    explain: (key) => {
      const { from, to, owner } = shardOf(key)
      const start = from === '' ? 'the first key' : `"${from}"`
      const end = to === null ? 'on' : `to before "${to}"`
      return `"${key}" lies in the shard from ${start} ${end}, which ${owner} owns.`
    }
  }
}

/** Shards cut at these keys, ascending, dealt out to the members in turn. */
export function shardsAt(boundaries: readonly string[], members: readonly Member[]): Shard[] {
  checkMembers(members)
  const starts = ['', ...boundaries]
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? null, owner: members[i % members.length]!.id }))
}

/** Cuts a shard in two; the key becomes the first of the second half. Both keep the owner. */
export function splitShard(shards: readonly Shard[], key: string): Shard[] {
  const place = placeOfShard(shards, key)
  const shard = shards[place]!
  if (shard.from === key) throw new RangeError(`A shard begins at "${key}" already.`)
  return [...shards.slice(0, place), { ...shard, to: key }, { ...shard, from: key }, ...shards.slice(place + 1)]
}

/** Joins the shard that begins at this key to the one before it, whose owner has both from then on. */
export function mergeShards(shards: readonly Shard[], from: string): Shard[] {
  const place = placeOfStart(shards, from)
  if (place === 0) throw new RangeError('No shard comes before the first.')
  return [...shards.slice(0, place - 1), { ...shards[place - 1]!, to: shards[place]!.to }, ...shards.slice(place + 1)]
}

/** Gives the shard that begins at this key to another owner. */
export function moveShard(shards: readonly Shard[], from: string, owner: MemberId): Shard[] {
  const place = placeOfStart(shards, from)
  return shards.map((shard, i) => (i === place ? { ...shard, owner } : shard))
}

function placeOfStart(shards: readonly Shard[], from: string): number {
  const place = placeOfShard(shards, from)
  if (shards[place]!.from !== from) throw new RangeError(`No shard begins at "${from}".`)
  return place
}

/** The last shard that begins at the key or before it. */
function placeOfShard(shards: readonly Shard[], key: string): number {
  let low = 0
  let high = shards.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (shards[middle]!.from <= key) low = middle
    else high = middle - 1
  }
  return low
}

function checkShards(members: readonly Member[], shards: readonly Shard[]): void {
  if (shards[0]?.from !== '') throw new RangeError('The first shard must begin at "", the lowest key.')
  const ids = new Set(members.map(({ id }) => id))
  shards.forEach(({ from, to, owner }, place) => {
    const next = shards[place + 1]?.from ?? null
    if (to !== next) throw new RangeError(`The shard from "${from}" must end where the next one begins.`)
    if (to !== null && to <= from) throw new RangeError(`The shard from "${from}" must end behind its first key.`)
    if (!ids.has(owner)) throw new RangeError(`The shard from "${from}" is on "${owner}", which is no member.`)
  })
}
