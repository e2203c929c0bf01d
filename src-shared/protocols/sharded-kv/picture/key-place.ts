/** Where a key lands, and why. */
import { hash32, HASHES } from '../../../placement/hash'
import { grouped } from '../../../placement/placement'
import { createLabelPlacement, shardLabel } from '../label-placement'
import type { PublishedMap } from '../maps'
import { isByHash, rangeText, slicesOf } from './slices'
import type { Slice } from './slices'
import { stayingGroups, virtualNodeAt } from './virtual-nodes'
import type { VirtualNode } from './virtual-nodes'

export interface KeyPlace {
  /** In the picture, from 0 to 1. */
  readonly at: number
  readonly slice: Slice
  /** The one clockwise from where its shard begins; null: there are none under the strategy. */
  readonly virtual_node: VirtualNode | null
  /** From the key to its owner, in sentences. */
  readonly told: readonly string[]
}

/** Null: nothing is placed. */
export function placeOfKey(map: PublishedMap, key: string): KeyPlace | null {
  const slices = slicesOf(map)
  const hash = hash32(key)
  const by_hash = isByHash(map)
  const point = by_hash ? hash : key
  const slice = slices.filter(({ shard }) => shard.from <= point).at(-1)
  if (slice === undefined) return null
  const { id, group } = slice.shard
  const lands = by_hash
    ? `"${key}" hashes to ${grouped(hash)}, in shard ${id}.`
    : `"${key}" lies in shard ${id}: ${rangeText(slice.shard)}.`
  const { virtual_node, wanted, told } = ruleFor(map, slice)
  const owner = wanted === null || wanted === group ? `${group} owns it.` : `${group} owns it until it has moved to ${wanted}.`
  return {
    at: by_hash ? hash / HASHES : (slice.from + slice.to) / 2,
    slice,
    virtual_node,
    told: [lands, ...told, owner]
  }
}

interface Rule {
  readonly virtual_node: VirtualNode | null
  /** Whom the strategy gives the shard; null: it leaves it where it is. */
  readonly wanted: string | null
  readonly told: readonly string[]
}

function ruleFor(map: PublishedMap, { shard }: Slice): Rule {
  const groups = stayingGroups(map)
  if (groups.length === 0) return { virtual_node: null, wanted: null, told: ['No group stays to take it.'] }
  const { strategy, virtual_nodes } = map
  switch (strategy) {
    case 'ring':
      return ringRule(groups, virtual_nodes, shard.id, Number(shard.from))
    case 'modulo': {
      const place = shard.id % groups.length
      const told = `${shard.id} modulo ${groups.length} is ${place}, the place of ${groups[place]} among ${groups.join(', ')}.`
      return { virtual_node: null, wanted: groups[place]!, told: [told] }
    }
    case 'rendezvous':
    case 'jump':
    case 'maglev': {
      const placement = createLabelPlacement(strategy, groups)
      const label = shardLabel(shard.id)
      return { virtual_node: null, wanted: placement.owner(label), told: [placement.explain(label)] }
    }
    case 'range':
    case 'directory':
      return { virtual_node: null, wanted: null, told: [`The map lists shard ${shard.id} under its owner: no rule places it.`] }
  }
}

function ringRule(groups: readonly string[], virtual_nodes: number, shard: number, begin: number): Rule {
  const virtual_node = virtualNodeAt(groups, virtual_nodes, begin)
  const { hash, group, number } = virtual_node
  const around = hash < begin ? ', around the top,' : ''
  const told = `Shard ${shard} begins at ${grouped(begin)}; the first point clockwise${around} is ${grouped(hash)}, virtual node ${number} of ${group}.`
  return { virtual_node, wanted: group, told: [told] }
}
