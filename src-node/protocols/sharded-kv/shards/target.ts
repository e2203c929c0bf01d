/** What a target's leader does about what a source says, given what its group has applied. Pure. */
import type { SwitchesOn } from '../../kit/settings'
import type { MoveId, ShardId } from '../placement/state'
import type { ShardCommand } from './commands'
import { takesAnyPart } from './moves'
import type { Part } from './parts'
import type { Position, TargetState } from './position'
import { samePosition } from './position'
import type { MoveMessage } from './messages'
import type { ShardMachine } from './state'

/** Null: the group has not heard of the move. */
export function targetState({ shards, last_moves }: ShardMachine, id: ShardId, move: MoveId): TargetState | null {
  const shard = shards.get(id)
  if (shard?.stage.status === 'moving-in' && shard.stage.move === move) return shard.stage.position
  if (shard !== undefined && shard.stage.status !== 'moving-in' && shard.epoch === move) return { stage: 'active' }
  return move > (last_moves.get(id)?.move ?? 0) ? null : { stage: 'gone' }
}

/** What to commit before the source is answered; null: it is answered with what is applied. */
export function commandFor(machine: ShardMachine, message: MoveMessage, switches: SwitchesOn): ShardCommand | null {
  const { move, shard } = message
  const state = targetState(machine, shard, move)
  switch (message.type) {
    case 'offer-shard': {
      const { range, from } = message
      return state === null ? { do: 'prepare', move, shard, range, from } : null
    }
    case 'shard-part': {
      const { at, next, rows } = message
      return takesPart(state, message) || (isUnderWay(state) && takesAnyPart(switches))
        ? { do: 'import', move, shard, at, next, rows }
        : null
    }
    case 'activate-shard':
      return state?.stage === 'ready' ? { do: 'activate', move, shard } : null
  }
}

function takesPart(state: TargetState | null, { at }: Part): boolean {
  return isUnderWay(state) && samePosition(state, at)
}

function isUnderWay(state: TargetState | null): state is Position {
  return state !== null && state.stage !== 'active' && state.stage !== 'gone'
}
