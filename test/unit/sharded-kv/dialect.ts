/**
 * Sharded stores' own commands:
 *
 *     join D | leave D      D takes part from now on, or no more
 *     shards A              print the shards of A's groups
 */
import type { Protocol } from '../../../src-node/protocols/contract'
import { shardedKv } from '../../../src-node/protocols/sharded-kv'
import { SHARD_FACTS } from '../../../src-shared/protocols/sharded-kv/facts'
import { shardGroups, shardsOf } from '../../../src-node/protocols/sharded-kv/core'
import type { ShardedState } from '../../../src-node/protocols/sharded-kv/state'
import type { Dialect } from '../transcript/dialect'

/** Those of a move; Raft's groups, reports and their answers come all the time. */
const OF_MOVES = new Set(['offer-shard', 'shard-part', 'shard-position', 'activate-shard'])

export const dialect: Dialect<ShardedState> = {
  protocol: shardedKv as unknown as Protocol<ShardedState>,
  isRoutine: ({ type }) => !OF_MOVES.has(type),
  // How groups elect and replicate is Raft's to tell, but not who takes part.
  leavesOut: (event) =>
    event.kind === 'note'
      ? event.topic !== 'membership'
      : event.kind !== 'fact' || !SHARD_FACTS.some(({ name }) => name === event.fact),
  commands: {
    join: (cluster, [id]) => cluster.join(id!),
    leave: (cluster, [id]) => cluster.leave(id!),
    shards: (cluster, [id]) =>
      shardGroups(cluster.state(id!)).flatMap(([group, raft]) =>
        [...shardsOf(raft).shards.values()].map(
          ({ id: shard, stage, data }) =>
            `${group} has shard ${shard}, ${stage.status}: ${[...data.keys()].sort().join(' ') || 'no keys'}`
        )
      )
  }
}
