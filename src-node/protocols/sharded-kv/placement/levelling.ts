/** Shards that may lie anywhere: as few keys as possible move until no group has much more, or much less, than the mean. */
import type { GroupName, PlacementState, ShardId } from './state'
import { stayingGroups } from './state'

export interface LevellingView {
  /** Where the shard is, or is going. */
  ownerOf(shard: ShardId): GroupName
  /** What groups should have equally much of. */
  loadOf(shard: ShardId): number
  /** It stays where it is. */
  isFixed(shard: ShardId): boolean
  /** A group may be off the mean by this part of it. */
  readonly tolerance: number
}

export interface LevellingMove {
  readonly shard: ShardId
  readonly to: GroupName
  /** What it levels: the group that has too much, or the one that has too little; null: its owner leaves. */
  readonly off: { readonly group: GroupName; readonly share: number; readonly times_mean: number } | null
}

interface Stock {
  readonly group: GroupName
  load: number
  readonly shards: { readonly id: ShardId; readonly load: number }[]
}

export function levelShards(state: Pick<PlacementState, 'groups' | 'shards'>, view: LevellingView): LevellingMove[] {
  const stocks = new Map(stayingGroups(state).map(({ name }): [GroupName, Stock] => [name, { group: name, load: 0, shards: [] }]))
  if (stocks.size === 0) return []
  const homeless: Stock['shards'] = []
  for (const id of state.shards.keys()) {
    // So that empty shards are spread as well.
    const shard = { id, load: view.loadOf(id) + 1 }
    const stock = stocks.get(view.ownerOf(id))
    if (stock !== undefined) stock.load += shard.load
    if (view.isFixed(id)) continue
    ;(stock?.shards ?? homeless).push(shard)
  }
  return [...house(homeless, [...stocks.values()]), ...level([...stocks.values()], view.tolerance)]
}

/** The greatest first, each to whoever has least by then. */
function house(homeless: Stock['shards'], stocks: readonly Stock[]): LevellingMove[] {
  const greatest_first = [...homeless].sort((a, b) => b.load - a.load || a.id - b.id)
  return greatest_first.map(({ id, load }) => {
    const least = byLoad(stocks)[0]!
    least.load += load
    return { shard: id, to: least.group, off: null }
  })
}

function level(stocks: readonly Stock[], tolerance: number): LevellingMove[] {
  const total = stocks.reduce((sum, { load }) => sum + load, 0)
  const mean = total / stocks.length
  const limits = { most: mean * (1 + tolerance), least: mean * (1 - tolerance) }
  const loads = new Map(stocks.map(({ group, load }) => [group, load]))
  const offOf = (group: GroupName) => ({ group, share: loads.get(group)! / total, times_mean: loads.get(group)! / mean })
  const moves: LevellingMove[] = []
  for (;;) {
    const found = nextMove(stocks, limits)
    if (found === null) return moves
    const { from, to, shard } = found
    moves.push({ shard: shard.id, to: to.group, off: offOf(from.load > limits.most ? from.group : to.group) })
    from.shards.splice(from.shards.indexOf(shard), 1)
    from.load -= shard.load
    to.load += shard.load
  }
}

/** From whoever has most and can give something to whoever has least: the smallest shard that is enough, or else the greatest that helps. */
function nextMove(stocks: readonly Stock[], limits: { readonly most: number; readonly least: number }) {
  const sorted = byLoad(stocks)
  const to = sorted[0]!
  if (sorted.at(-1)!.load <= limits.most && to.load >= limits.least) return null
  for (const from of sorted.slice(1).reverse()) {
    if (from.load <= limits.most && to.load >= limits.least) continue
    const gap = from.load - to.load
    const enough = Math.max(from.load - limits.most, limits.least - to.load)
    const helpful = from.shards.filter(({ load }) => load < gap).sort((a, b) => a.load - b.load || a.id - b.id)
    const shard = helpful.find(({ load }) => load >= enough) ?? helpful.at(-1)
    if (shard !== undefined) return { from, to, shard }
  }
  return null
}

function byLoad(stocks: readonly Stock[]): Stock[] {
  return [...stocks].sort((a, b) => a.load - b.load)
}
