/** Which shards each node holds, and which it believes that others hold, as parts of a circle of all shards. */
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Belief } from '../../panels/beliefs'
import type { BelievedHoldings } from '../../panels/hearing-beliefs'
import type { HeldPart } from '../../panels/holdings'
import { counted } from '../../text/counted'
import { mapsFold } from './maps'
import type { PublishedMap } from './maps'
import { copiedShare, movesFold } from './moves'
import type { ShardMove } from './moves'
import { groupPlaces, slicesOf } from './picture/slices'
import type { Slice } from './picture/slices'

/** Shards of which a node goes wrong, in its inspector. */
const WRONG_SHOWN = 6

/** What does not change while a map holds. */
interface Holders {
  readonly slices: ReadonlyMap<number, Slice>
  /** By group, the nodes that hold its shards. */
  readonly nodes: ReadonlyMap<string, readonly NodeId[]>
  readonly places: ReadonlyMap<string, number>
  readonly held: Map<NodeId, readonly HeldPart[]>
}

const HOLDERS = new WeakMap<PublishedMap, Holders>()

function holdersOf(map: PublishedMap): Holders {
  let holders = HOLDERS.get(map)
  if (holders === undefined) {
    const slices = new Map(slicesOf(map).map((slice) => [slice.shard.id, slice]))
    const nodes = new Map(map.groups.map(({ name, nodes: members }) => [name, members]))
    HOLDERS.set(map, (holders = { slices, nodes, places: groupPlaces(map), held: new Map() }))
  }
  return holders
}

/** The node's shards in the order of the circle, neighbours that are alike as one; those that leave and those that arrive as far as they are. */
export function heldShards(run: RunFold, node: NodeId): readonly HeldPart[] {
  const map = mapsFold.of(run)?.current
  if (!map) return []
  const holders = holdersOf(map)
  const open = [...(movesFold.of(run)?.open.values() ?? [])]
  if (open.length > 0) return mergeAlike([...ownParts(holders, node, open), ...arrivingParts(holders, node, open)])
  let held = holders.held.get(node)
  if (held === undefined) holders.held.set(node, (held = mergeAlike(ownParts(holders, node, []))))
  return held
}

function ownParts(holders: Holders, node: NodeId, open: readonly ShardMove[]): HeldPart[] {
  const moves = new Map(open.map((move) => [move.shard, move]))
  return [...holders.slices.values()].flatMap((slice): HeldPart[] => {
    const { id, group } = slice.shard
    if (!holders.nodes.get(group)?.includes(node)) return []
    const move = moves.get(id)
    return [move ? partOf(holders, slice, group, 'leaving', copiedShare(move)) : partOf(holders, slice, group, 'held')]
  })
}

function arrivingParts(holders: Holders, node: NodeId, open: readonly ShardMove[]): HeldPart[] {
  return open.flatMap((move): HeldPart[] => {
    const slice = holders.slices.get(move.shard)
    if (slice === undefined || move.to === null || !holders.nodes.get(move.to)?.includes(node)) return []
    return slice.shard.group === move.to ? [] : [partOf(holders, slice, move.to, 'arriving', copiedShare(move))]
  })
}

function partOf({ places }: Holders, { from, to }: Slice, group: string, state: HeldPart['state'], share = 1): HeldPart {
  return { from, to, place: places.get(group) ?? 0, state, share, count: 1 }
}

/** Those that move stay apart. */
function mergeAlike(parts: readonly HeldPart[]): readonly HeldPart[] {
  const merged: HeldPart[] = []
  for (const part of parts) {
    const last = merged.at(-1)
    const alike = last !== undefined && last.to === part.from && last.place === part.place && last.state === part.state
    if (alike && part.state !== 'leaving' && part.state !== 'arriving')
      merged[merged.length - 1] = { ...last, to: part.to, count: last.count + part.count }
    else merged.push(part)
  }
  return merged
}

/** `holds 6 of 18 shards; 1 leaves, 2 arrive`; null: it has nothing to do with shards. */
export function heldText(run: RunFold, node: NodeId): string | null {
  const all = mapsFold.of(run)?.current?.shards.length
  const parts = heldShards(run, node)
  if (all === undefined || parts.length === 0) return null
  const countOf = (...states: HeldPart['state'][]): number =>
    parts.reduce((sum, { state, count }) => sum + (states.includes(state) ? count : 0), 0)
  const [leave, arrive] = [countOf('leaving'), countOf('arriving')]
  const moving = [leave > 0 ? `${leave} leaving` : '', arrive > 0 ? `${arrive} arriving` : ''].filter(Boolean).join(', ')
  return `holds ${countOf('held', 'leaving')} of ${counted(all, 'shard')}${moving && `; ${moving}`}`
}

/** Whom the node takes for the owners of shards, by the map that it goes by; null: that map is the newest, or not known. */
export function believedShards(run: RunFold, node: NodeId): BelievedHoldings | null {
  const fold = mapsFold.of(run)
  const own = run.cluster.nodes.get(node)?.values['epoch']
  const current = fold?.current ?? null
  const believed = fold?.history.toArray().find(({ epoch }) => epoch === own)
  if (current === null || believed === undefined) return null
  const so = new Map(current.shards.map(({ id, group }) => [id, group]))
  const wrong = believed.shards.filter(({ id, group }) => so.get(id) !== group)
  const lines = wrong.slice(0, WRONG_SHOWN).map(({ id, group }): Belief => {
    return { name: `shard ${id}`, believed: group, actual: so.get(id) ?? 'merged', wrong: true }
  })
  const more = wrong.length - lines.length
  const rest = { name: 'and more', believed: counted(more, 'shard'), actual: 'other owners', wrong: true }
  return {
    lines: more > 0 ? [...lines, rest] : lines,
    text: wrong.length > 0 ? `seeks ${counted(wrong.length, 'shard')} at old owners` : null,
    parts: (peer) => believedParts(believed, current, so, peer)
  }
}

/** What the peer holds by the node's map, what of it is wrong, and what the peer holds that the node does not know of. */
function believedParts(
  believed: PublishedMap,
  current: PublishedMap,
  so: ReadonlyMap<number, string>,
  peer: NodeId
): readonly HeldPart[] {
  const holders = holdersOf(believed)
  const parts = ownParts(holders, peer, []).map((part) => part)
  const slices = [...holders.slices.values()].filter(({ shard }) => holders.nodes.get(shard.group)?.includes(peer))
  const seen = slices.map((slice, at): HeldPart => {
    return so.get(slice.shard.id) === slice.shard.group ? parts[at]! : { ...parts[at]!, state: 'wrong' }
  })
  const known = new Set(slices.map(({ shard }) => shard.id))
  const now = holdersOf(current)
  const unknown = [...now.slices.values()].flatMap((slice): HeldPart[] => {
    const { id, group } = slice.shard
    return known.has(id) || !now.nodes.get(group)?.includes(peer) ? [] : [partOf(now, slice, group, 'unknown')]
  })
  return mergeAlike([...seen, ...unknown])
}
