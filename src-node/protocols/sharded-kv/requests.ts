/** Requests of clients: to the group on this node that owns the shard, or elsewhere. */
import type { NodeId } from '../../../src-shared/ids'
import type { ClientReply, ClientRequest } from '../contract'
import { setBounded } from '../kit/bounded'
import type { Operation } from '../../../src-shared/operations'
import type { ClientMap, KeyOrHash } from '../../../src-shared/wire/client-map'
import { clientMapOf } from './client-map'
import type { Core } from './core'
import { hand } from '../kit/groups/waiting'
import { raftOf, shardGroups, shardsOf } from './core'
import type { ShardMap } from './placement/messages'
import type { GroupName, ShardRange } from './placement/state'
import { findByKey, pointOf, shardOf } from './shards/key-space'
import { replicaAnswer } from './replica-reads'
import { answersForever, ELSEWHERE } from './shards/operations'
import type { OpenRequest, ShardedState } from './state'
import { nodesOf } from './state'

/** Requests remembered until they are answered. */
const REQUESTS_MAX = 10_000

export function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const at = pointOf(keyedBy(state), placeOf(request.operation))
  const open = { at, map_epoch: request.map_epoch }
  const group = groupHere(state, at)
  const answer = group === null ? ELSEWHERE : replicaAnswer(core, raftOf(state, group)!, request)
  if (group === null || answer !== null) {
    core.effects.push({ kind: 'reply', request: request.request, reply: directed(state, open, answer!), after: 'now' })
    return
  }
  setBounded(state.requests, request.request, open, REQUESTS_MAX)
  hand(core, group, { kind: 'request', request })
}

/** Where the first of what is asked for stands: a client asks one group at a time. */
function placeOf(operation: Operation): KeyOrHash {
  switch (operation.f) {
    case 'gather':
      return operation.keys[0]!
    case 'scan':
      return operation.parts?.[0]?.[0] ?? operation.key
    default:
      return operation.key
  }
}

/** By what all shards are divided. */
function keyedBy({ initial }: ShardedState): ShardRange['by'] {
  return initial.strategy === 'range' ? 'key' : 'hash'
}

/** What a group answers a client, with where to go instead if it sends it elsewhere. */
export function replyOf(state: ShardedState, request: number, reply: ClientReply): ClientReply {
  const open = state.requests.get(request)
  state.requests.delete(request)
  return open === undefined ? reply : directed(state, open, reply)
}

/** The reply, with where to go instead if it sends the client elsewhere. */
function directed(state: ShardedState, open: OpenRequest, reply: ClientReply): ClientReply {
  return reply.status === 'redirect' ? redirect(state, open, reply.leader) : reply
}

/** The group on this node that the key's shard belongs to, as far as its own log or else the map says; null: none. */
function groupHere(state: ShardedState, key: KeyOrHash): GroupName | null {
  let handed_over: GroupName | null = null
  for (const [group, raft] of shardGroups(state)) {
    const status = shardOf(shardsOf(raft), key)?.stage.status
    if (status === undefined || status === 'moving-in') continue
    if (status !== 'handed-over') return group
    handed_over = group
  }
  if (handed_over !== null && answersForever(state.switches)) return handed_over
  const mapped = mappedGroup(state, key)
  return mapped !== null && raftOf(state, mapped) !== null ? mapped : null
}

/** Where the key's shard is, as far as this node knows. */
function mappedGroup(state: ShardedState, key: KeyOrHash): GroupName | null {
  return findByKey(state.map.map?.shards ?? [...state.initial.shards.values()], key)?.group ?? null
}

/** `leader`: of the group that was asked; null: it does not know, or does not own the shard. */
function redirect(state: ShardedState, { at, map_epoch }: OpenRequest, leader: NodeId | null): ClientReply {
  const { map } = state.map
  const isNewer = map !== null && (map_epoch === undefined || map_epoch < map.epoch)
  const hint = leader ?? holderOf(state, at)
  return { status: 'redirect', leader: hint, ...(isNewer && { map: clientMap(state, map) }) }
}

/** Made once of each map. */
function clientMap(state: ShardedState, map: ShardMap): ClientMap {
  if (state.client_map?.epoch !== map.epoch) state.client_map = clientMapOf(map)
  return state.client_map
}

function holderOf(state: ShardedState, key: KeyOrHash): NodeId | null {
  const group = movedTo(state, key) ?? mappedGroup(state, key)
  if (group === null) return null
  const leader = raftOf(state, group)?.leader ?? null
  return leader ?? nodesOf(state, group).find((node) => node !== state.id) ?? null
}

/** Where a shard went that a group of this node has handed over, if that is newer than the map. */
function movedTo(state: ShardedState, key: KeyOrHash): GroupName | null {
  const mapped = findByKey(state.map.map?.shards ?? [...state.initial.shards.values()], key)
  if (mapped === null) return null
  for (const [, raft] of shardGroups(state)) {
    const last = shardsOf(raft).last_moves.get(mapped.id)
    if (last !== undefined && last.to !== null && last.move > mapped.epoch) return last.to
  }
  return null
}
