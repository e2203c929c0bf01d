/** A node's end of reports: whom it reports to, and the map that it has been given. */
import type { NodeId } from '../../../src-shared/ids'
import type { Orders, ShardMap } from './placement/messages'

export interface NodeMap {
  /** Null: none has come yet. */
  map: ShardMap | null
  /** Who gave orders last. */
  placement_leader: NodeId | null
  /** That one has answered since it was last asked. */
  answered: boolean
}

export function newNodeMap(): NodeMap {
  return { map: null, placement_leader: null, answered: false }
}

/** To whom the next report goes: the placement leader as long as it answers, otherwise all nodes of the placement service. */
export function reportTo(known: NodeMap, placement_nodes: readonly NodeId[]): readonly NodeId[] {
  if (!known.answered) known.placement_leader = null
  known.answered = false
  return known.placement_leader === null ? placement_nodes : [known.placement_leader]
}

/** Takes the orders' map if it is newer. Returns false where they are older than what the node has: a deposed leader gave them. */
export function takeOrders(known: NodeMap, from: NodeId, { epoch, map }: Orders): boolean {
  const own = known.map?.epoch ?? 0
  if (epoch < own) return false
  known.placement_leader = from
  known.answered = true
  if (map !== undefined && map.epoch > own) known.map = map
  return true
}
