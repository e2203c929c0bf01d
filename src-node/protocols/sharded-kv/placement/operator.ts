/** What an operator may have done by hand: each command of the description as one of the placement service's log. */
import type { PlacementCommand } from './commands'
import { areNeighbours, canSplitAt } from './ranges'
import type { GroupName, MoveId, PlacementState, ShardId } from './state'
import { isUnderWay } from './under-way'

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
    case 'split-shard':
      return splitShard(state, Number(given['shard']), given['at'] === undefined ? null : String(given['at']))
    case 'merge-shards':
      return mergeShards(state, Number(given['shard']))
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
  if (isUnderWay(state, id)) return refuse(`shard ${id} is under way`)
  return { do: 'plan', moves: [{ shard: id, from: shard.group, to, reason: 'moved by hand', pins: true }] }
}

/** Without a boundary it is cut at its middle key. */
function splitShard(state: PlacementState, id: ShardId, at: string | null): ReturnType<typeof operatorCommand> {
  const shard = state.shards.get(id)
  if (shard === undefined) return refuse(`there is no shard ${id}`)
  if (shard.range.by !== 'key') return refuse('only ranges of keys are split')
  if (!canSplitAt(shard, at)) return refuse(`"${at}" is no boundary within shard ${id}`)
  if (isUnderWay(state, id)) return refuse(`shard ${id} is under way`)
  return { do: 'plan-ranges', splits: [{ shard: id, at, by: 'keys', reason: 'split by hand' }], merges: [] }
}

/** With its right neighbour, which moves to where it is. */
function mergeShards(state: PlacementState, id: ShardId): ReturnType<typeof operatorCommand> {
  const left = state.shards.get(id)
  if (left === undefined) return refuse(`there is no shard ${id}`)
  const right = [...state.shards.values()].find((shard) => areNeighbours(left, shard))
  if (right === undefined) return refuse(`no range follows on shard ${id}`)
  for (const shard of [left, right]) if (isUnderWay(state, shard.id)) return refuse(`shard ${shard.id} is under way`)
  if (left.group !== right.group && state.groups.get(left.group)!.leaving) return refuse(`${left.group} takes no shards`)
  return {
    do: 'plan-ranges',
    splits: [],
    merges: [{ shard: left.id, with: right.id, moves: right.id, reason: 'merged by hand' }]
  }
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
