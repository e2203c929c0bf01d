/** Gauges for charts, of what this node answers for: the groups that it leads. */
import { membership } from '../membership'
import { ledGroups, shardGroups, shardsOf } from './core'
import { shardMachine } from './shards/machine'
import type { ShardedState } from './state'

export function sample(state: ShardedState): Record<string, number> {
  const values = { shards: 0, keys: 0, bytes: 0, operations: 0, moves_in: 0, moves_out: 0 }
  for (const [, raft] of ledGroups(state))
    for (const { stage, data, bytes, operations } of shardsOf(raft).shards.values()) {
      values.operations += operations
      values.bytes += bytes
      values.keys += data.size
      if (stage.status === 'moving-in') values.moves_in++
      else if (stage.status !== 'handed-over') values.shards++
      if (stage.status !== 'moving-in' && stage.status !== 'serving') values.moves_out++
    }
  return {
    ...values,
    ...(state.swim !== null && membership.sample(state.swim)),
    moved_bytes: state.moved_bytes,
    epoch: state.map.map?.epoch ?? 0
  }
}

/** Of each group that this node has a copy of. */
export function sampleGroups(state: ShardedState): Map<string, Readonly<Record<string, number>>> {
  return new Map(shardGroups(state).map(([group, raft]) => [group, shardMachine.sample(shardsOf(raft))]))
}
