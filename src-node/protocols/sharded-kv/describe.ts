/** One line for logs, tests and the screen. */
import { membership } from '../membership'
import type { MembershipMessage } from '../membership/messages'
import { swim } from '../membership/within'
import { describeState } from '../raft/describe'
import { leads } from '../raft/leads'
import { describeMessage as describeRaftMessage } from '../raft/messages'
import { shardGroups, shardsOf } from './core'
import { describePlacementMessage } from './placement/messages'
import { describeMoveMessage } from './shards/messages'
import type { Shard } from './shards/state'
import type { ShardedMessage, ShardedState } from './state'

export function describe(state: ShardedState): string {
  const groups = shardGroups(state).map(([group, raft]) => {
    const shards = [...shardsOf(raft).shards.values()].map(shardText).join(', ')
    return `${group}${leads(raft) ? ' (leads)' : ''}: ${shards === '' ? 'no shards' : shards}`
  })
  const logs = [...state.host.groups].map(([group, { state: raft }]) => `${group}: ${describeState(raft)}`)
  return [`${state.id} map=${state.map.map?.epoch ?? 0}`, ...groups, ...logs].join('\n')
}

function shardText({ id, stage, data }: Shard): string {
  return `${id} ${stage.status} ${data.size} keys`
}

export function describeMessage(message: ShardedMessage | MembershipMessage): string {
  if (swim.isOwnMessage(message)) return membership.describeMessage(message)
  switch (message.type) {
    case 'groups':
      return message.parts.map(([group, part]) => `${group}: ${describeRaftMessage(part)}`).join('; ')
    case 'report':
    case 'orders':
    case 'operate':
      return describePlacementMessage(message)
    default:
      return describeMoveMessage(message)
  }
}
