/** One step under way: inputs that groups have yet to handle, what the node says to itself, and the effects gathered so far. */
import type { FactEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { Context } from '../contract'
import type { GroupId } from '../kit/groups/state'
import type { Waiting } from '../kit/groups/waiting'
import type { RaftMessage } from '../raft/messages'
import { raftOf } from './groups'
import type { TransactionMessage } from './messages'
import type { CommitEffect, CommitState } from './state'

export interface Core {
  readonly state: CommitState
  readonly context: Context
  readonly now_us: number
  readonly effects: CommitEffect[]
  readonly waiting: Waiting<RaftMessage>
  /** To itself. */
  readonly local: TransactionMessage[]
}

export function newCore(state: CommitState, context: Context): Core {
  state.now_us = context.now_us
  return { state, context, now_us: context.now_us, effects: [], waiting: new Map(), local: [] }
}

/** A gateway may lead the group itself. What is said is in a group's log already, or promises nothing. */
export function tellNode(core: Core, to: NodeId, message: TransactionMessage): void {
  if (to === core.state.id) core.local.push(message)
  else core.effects.push({ kind: 'send', to, message, after: 'now' })
}

/** Nobody is told where no leader is known: whoever waits for an answer says it again. */
export function tellLeader(core: Core, group: GroupId, message: TransactionMessage): void {
  const { leading, leader } = raftOf(core.state, group)
  const to = leading === null ? leader : core.state.id
  if (to !== null) tellNode(core, to, message)
}

/** In the name of a group that this node leads. */
export function emitOf({ effects }: Core, group: GroupId, event: FactEvent): void {
  effects.push({ kind: 'emit', event: { ...event, group } })
}
