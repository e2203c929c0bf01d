/** What the leader of the placement service has been told of groups: kept by itself alone, and gathered anew by the next leader. */
import type { NodeId } from '../../../../src-shared/ids'
import type { GroupReport } from './messages'
import type { GroupName, PlacementState, ShardId } from './state'

export interface ShardLoad {
  readonly keys: number
  readonly bytes: number
  /** Since its node started. */
  readonly operations: number
  readonly operations_s: number
}

export interface GroupLoad {
  /** Who reported last: it leads the group. */
  readonly leader: NodeId
  readonly heard_us: number
  readonly shards: ReadonlyMap<ShardId, ShardLoad>
}

export type Loads = Map<GroupName, GroupLoad>

const NO_LOAD: ShardLoad = { keys: 0, bytes: 0, operations: 0, operations_s: 0 }

/** A group's newest report takes the place of the one before. */
export function takeLoad(loads: Loads, leader: NodeId, { group, shards }: GroupReport, now_us: number): void {
  const before = loads.get(group)
  const passed_s = before?.leader === leader ? (now_us - before.heard_us) / 1e6 : 0
  const loadOf = ({ shard, keys, bytes, operations }: GroupReport['shards'][number]): ShardLoad => {
    const earlier = before?.shards.get(shard)
    const served = operations - (earlier?.operations ?? operations)
    return { keys, bytes, operations, operations_s: passed_s > 0 && served >= 0 ? served / passed_s : 0 }
  }
  loads.set(group, { leader, heard_us: now_us, shards: new Map(shards.map((shard) => [shard.shard, loadOf(shard)])) })
}

/** What its owner says of the shard. */
export function loadOfShard(loads: Loads, { shards }: Pick<PlacementState, 'shards'>, id: ShardId): ShardLoad {
  return loads.get(shards.get(id)!.group)?.shards.get(id) ?? NO_LOAD
}

/** Whether it has reported lately. */
export function isHeard(loads: Loads, group: GroupName, now_us: number, down_after_us: number): boolean {
  const load = loads.get(group)
  return load !== undefined && now_us - load.heard_us < down_after_us
}
