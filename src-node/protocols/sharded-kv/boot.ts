/** Restart from disk: every group recovers what it wrote; what this node knew besides, it learns anew. */
import { description } from '../../../src-shared/protocols/sharded-kv/description'
import { ShardsRecovered } from '../../../src-shared/protocols/sharded-kv/facts'
import type { Context } from '../contract'
import { readSettings, readSwitches } from '../kit/settings'
import { startSwim } from '../membership/within'
import type { RaftState } from '../raft/state'
import { isJoint } from '../replicated-log/membership'
import type { Core } from './core'
import { newCore, setTimer, shardGroups, shardsOf, tell } from './core'
import { host } from './groups'
import { followLogs, foundingGroups, groupNodes, hostPlacement } from './membership'
import { newNodeMap } from './node-map'
import { initialPlacement, initialSettings } from './placement/initial'
import { digestOf } from './shards/digest'
import type { Shard } from './shards/state'
import { outgoingOf } from './shards/state'
import type { ShardedBoot, ShardedEffect, ShardedState } from './state'

export function boot(given: ShardedBoot, context: Context): { state: ShardedState; effects: ShardedEffect[] } {
  const { recovered: _, ...known } = given
  const { id, nodes, initial_nodes = nodes, ever = nodes, parameters } = given
  const initial = initialPlacement(initialSettings(parameters), initial_nodes)
  const settings = readSettings(description, parameters)
  const founding = foundingGroups(initial, initial_nodes, { id, settings })
  const nodesOf = (group: string, founders: readonly string[] | undefined) => groupNodes(founders ?? founding.get(group)!)
  const hosted = host.boot(given, context, [...founding.keys()], nodesOf)
  const swim = startSwim(given, context)
  const state: ShardedState = {
    id,
    settings,
    switches: readSwitches(given.switches),
    given: known,
    nodes,
    ever,
    initial,
    host: hosted.state,
    swim: swim.state,
    dead_since: new Map(),
    map: newNodeMap(),
    client_map: null,
    orders: new Map(),
    range_orders: [],
    over: new Set(),
    proposals: { last: 0, open: new Map(), keys: new Set() },
    sending: new Map(),
    asked: new Map(),
    next_part_us: 0,
    moved_bytes: 0,
    requests: new Map(),
    leading: null
  }
  followLogs(state)
  const core = newCore(state, context)
  core.effects.push(...hosted.effects, ...swim.effects)
  hostPlacement(core)
  for (const [group, raft] of shardGroups(state)) {
    const shards = [...shardsOf(raft).shards.values()].map(recoveredShard)
    if (shards.length > 0) tell(core, group, ShardsRecovered.of(id, { shards }))
  }
  campaignAlone(core)
  // At once: whoever comes or comes back has no map.
  setTimer(core, 'report', 0)
  return { state, effects: core.effects }
}

/** A group of one node has nobody to wait for. */
function campaignAlone({ state, context, effects }: Core): void {
  const alone = [...state.host.groups].filter(([, { state: raft }]) => isAlone(raft))
  const campaign = { kind: 'command', command: 'campaign', arguments: {} } as const
  effects.push(...host.stepGroups(state.host, new Map(alone.map(([group]) => [group, [campaign]])), context))
}

function isAlone({ membership, id }: RaftState): boolean {
  return !isJoint(membership) && membership.voters.length === 1 && membership.voters[0] === id
}

function recoveredShard(shard: Shard) {
  const { id, epoch, range, data, stage } = shard
  const move = outgoingOf(shard)?.move ?? (stage.status === 'moving-in' ? stage.move : null)
  const { from, to } = range
  return { shard: id, epoch, from, to, keys: data.size, digest: digestOf(shard), status: stage.status, move }
}
