/** What the leader of the placement service has been told of groups: kept by itself alone, and gathered anew by the next leader. */
import type { NodeId } from '../../../../src-shared/ids'
import type { GroupReport } from './messages'
import type { GroupName, MoveId, PlacementState, ShardId } from './state'

export interface ShardLoad {
  readonly keys: number
  readonly bytes: number
  /** Since its node started. */
  readonly operations: number
  /** The mean of the last {@link WINDOW_US} or so. */
  readonly operations_s: number
  /** What made the shard what and where it is: after that its rate is measured anew. */
  readonly epoch: MoveId
  readonly measured_us: number
}

export interface GroupLoad {
  /** Who reported last: it leads the group. */
  readonly leader: NodeId
  readonly heard_us: number
  readonly shards: ReadonlyMap<ShardId, ShardLoad>
}

export type Loads = Map<GroupName, GroupLoad>

/** Rates are means over so long: a few reports alone tell little. */
const WINDOW_US = 1_000_000
const NO_LOAD: ShardLoad = { keys: 0, bytes: 0, operations: 0, operations_s: 0, epoch: 0, measured_us: 0 }

/** A group's newest report takes the place of the one before. */
export function takeLoad(loads: Loads, leader: NodeId, { group, shards }: GroupReport, now_us: number): void {
  const before = loads.get(group)
  const knows_before = before?.leader === leader
  const passed_us = knows_before ? now_us - before.heard_us : 0
  const loadOf = ({ shard, epoch, keys, bytes, operations }: GroupReport['shards'][number]): ShardLoad => {
    const earlier = before?.shards.get(shard)
    const stock = { keys, bytes, operations, epoch }
    // Its node, or the shard itself, has begun anew.
    if (!knows_before || earlier === undefined || earlier.epoch !== epoch || earlier.operations > operations)
      return { ...stock, operations_s: 0, measured_us: 0 }
    // Two reports at one moment: the rate is measured from the first on.
    if (passed_us <= 0) return { ...earlier, keys, bytes }
    const measured_us = earlier.measured_us + passed_us
    const served_s = (operations - earlier.operations) / (passed_us / 1e6)
    // The plain mean until the window is full.
    const part = Math.min(1, passed_us / Math.min(WINDOW_US, measured_us))
    return { ...stock, operations_s: earlier.operations_s + part * (served_s - earlier.operations_s), measured_us }
  }
  loads.set(group, { leader, heard_us: now_us, shards: new Map(shards.map((shard) => [shard.shard, loadOf(shard)])) })
}

/** What its owner says of the shard. */
export function loadOfShard(loads: Loads, { shards }: Pick<PlacementState, 'shards'>, id: ShardId): ShardLoad {
  return loads.get(shards.get(id)!.group)?.shards.get(id) ?? NO_LOAD
}

/** Whether its rate is more than chance. */
export function isMeasured({ measured_us }: ShardLoad): boolean {
  return measured_us >= WINDOW_US
}

/** Whether it has reported lately. */
export function isHeard(loads: Loads, group: GroupName, now_us: number, down_after_us: number): boolean {
  const load = loads.get(group)
  return load !== undefined && now_us - load.heard_us < down_after_us
}
