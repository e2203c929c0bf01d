/** What an operator may have done by hand: each command of the description as one of the placement service's log. */
import type { PlacementCommand } from './commands'
import { moveOf } from './machine'
import type { GroupName, MoveId, PlacementState, ShardId } from './state'

type Arguments = Readonly<Record<string, string | number | boolean>>

/** Throttles beyond this are none. */
const RATE_KIB_MAX = 1_048_576

/** The command to commit, or why there is none. */
export function operatorCommand(
  state: PlacementState,
  command: string,
  given: Arguments
): PlacementCommand | { readonly refused: string } {
  switch (command) {
    case 'move-shard':
      return moveShard(state, Number(given['shard']), given['to'] === undefined ? null : String(given['to']))
    case 'pause-moves':
      return ofMove(state, given, (move) => ({ do: 'pause', move }))
    case 'resume-moves':
      return ofMove(state, given, (move) => ({ do: 'resume', move }))
    case 'cancel-move':
      return ofMove(state, given, (move) => (move === null ? refuse('no move is named') : { do: 'cancel', move }))
    case 'set-move-rate': {
      const kib = Number(given['kib'])
      return kib >= 0 ? { do: 'set-rate', kib: Math.min(kib, RATE_KIB_MAX) } : refuse('a rate is 0 or more KiB a second')
    }
    default:
      return refuse(`there is no command ${command}`)
  }
}

/** Without a group the shard goes back to where the strategy puts it. */
function moveShard(state: PlacementState, id: ShardId, to: GroupName | null): ReturnType<typeof operatorCommand> {
  const shard = state.shards.get(id)
  if (shard === undefined) return refuse(`there is no shard ${id}`)
  if (to === null) return { do: 'unpin', shard: id }
  const target = state.groups.get(to)
  if (target === undefined || target.leaving) return refuse(`${to} takes no shards`)
  if (shard.group === to) return refuse(`shard ${id} is at ${to} already`)
  if (moveOf(state, id) !== null) return refuse(`shard ${id} is under way`)
  return { do: 'plan', moves: [{ shard: id, from: shard.group, to, reason: 'moved by hand', pins: true }] }
}

function ofMove(
  state: PlacementState,
  { move }: Arguments,
  make: (move: MoveId | null) => ReturnType<typeof operatorCommand>
): ReturnType<typeof operatorCommand> {
  if (move === undefined) return make(null)
  return state.moves.has(Number(move)) ? make(Number(move)) : refuse(`no move ${move} is under way`)
}

function refuse(refused: string): { readonly refused: string } {
  return { refused }
}
