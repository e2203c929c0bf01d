/** The leader of a target at work: it commits what a source sends, and answers once that is applied. */
import type { NodeId } from '../../../src-shared/ids'
import { leads } from '../raft/leads'
import type { Core } from './core'
import { isProposed, ledGroups, propose, raftOf, say, shardsOf } from './core'
import type { MoveMessage } from './shards/messages'
import { commandFor, targetState } from './shards/target'

export function onMoveMessage(core: Core, from_node: NodeId, message: MoveMessage): void {
  const { state } = core
  const { move, to } = message
  const raft = raftOf(state, to)
  if (raft === null || !leads(raft)) return answer(core, from_node, message, null, raft?.leader ?? null)
  const command = commandFor(shardsOf(raft), message, state.switches)
  state.asked.set(move, { from_node, message })
  if (command !== null && !isProposed(core, to, move)) propose(core, to, command)
}

/** Answers whoever waits for nothing more to be applied, and drops what is over. */
export function leadTargets(core: Core): void {
  const { state } = core
  for (const [move, { from_node, message }] of state.asked) {
    if (isProposed(core, message.to, move)) continue
    state.asked.delete(move)
    const raft = raftOf(state, message.to)
    if (raft !== null && leads(raft)) answer(core, from_node, message, targetState(shardsOf(raft), message.shard, move), null)
  }
  if (state.over.size > 0) for (const [group, raft] of ledGroups(state)) dropOver(core, group, shardsOf(raft).shards.values())
}

function dropOver(core: Core, group: string, shards: ReturnType<ReturnType<typeof shardsOf>['shards']['values']>): void {
  for (const { id: shard, stage } of shards)
    if (stage.status === 'moving-in' && core.state.over.has(stage.move))
      propose(core, group, { do: 'drop', move: stage.move, shard })
}

function answer(
  core: Core,
  to_node: NodeId,
  { move, shard, from, to }: MoveMessage,
  position: ReturnType<typeof targetState>,
  leader: NodeId | null
): void {
  say(core, to_node, { type: 'shard-position', move, shard, from, to, state: position, leader })
}
