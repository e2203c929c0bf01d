/** What the leaders of a move's two groups say to each other. All of it may come late, twice or never. */
import type { NodeId } from '../../../../src-shared/ids'
import { isCount, isListOf, isText } from '../../kit/well-formed'
import type { Fields } from '../fields'
import { hasFields } from '../fields'
import type { GroupName, MoveId, ShardId, ShardRange } from '../placement/state'
import type { MovedRow } from './parts'
import type { Position, TargetState } from './position'
import { positionText } from './position'
import { isMovedRow, isPosition, isRange, isShardId, isTargetState } from './well-formed'

interface OfMove {
  readonly move: MoveId
  readonly shard: ShardId
  readonly from: GroupName
  readonly to: GroupName
}

/** Source: expect the shard, and say how far you are with it. */
export interface OfferShard extends OfMove {
  readonly type: 'offer-shard'
  readonly range: ShardRange
}

/** Source: what comes between two positions. */
export interface ShardPart extends OfMove {
  readonly type: 'shard-part'
  readonly at: Position
  readonly next: Position
  readonly rows: readonly MovedRow[]
}

/** Source: it is handed over, serve it. */
export interface ActivateShard extends OfMove {
  readonly type: 'activate-shard'
}

/** Target: how far it is, on its disks. */
export interface ShardPosition extends OfMove {
  readonly type: 'shard-position'
  /** Null: this node does not lead the target. */
  readonly state: TargetState | null
  /** Who does, as far as it knows. */
  readonly leader: NodeId | null
}

/** From source to target. */
export type MoveMessage = OfferShard | ShardPart | ActivateShard

const OF_MOVE = { move: isCount, shard: isShardId, from: isText, to: isText }
const CHECKS: Readonly<Record<(MoveMessage | ShardPosition)['type'], Fields>> = {
  'offer-shard': { ...OF_MOVE, range: isRange },
  'shard-part': { ...OF_MOVE, at: isPosition, next: isPosition, rows: (rows) => isListOf(rows, isMovedRow) },
  'activate-shard': OF_MOVE,
  'shard-position': {
    ...OF_MOVE,
    state: (state) => state === null || isTargetState(state),
    leader: (leader) => leader === null || isText(leader)
  }
}

/** Whether a correct peer could have sent it. */
export function isMoveMessage(message: MoveMessage | ShardPosition): boolean {
  return Object.hasOwn(CHECKS, message.type) && hasFields(message, CHECKS[message.type])
}

/** One line for logs, transcripts and the screen. */
export function describeMoveMessage(message: MoveMessage | ShardPosition): string {
  const { type, move, shard, from, to } = message
  const head = `${type} move=${move} shard=${shard} ${from}>${to}`
  switch (message.type) {
    case 'shard-part':
      return `${head} ${positionText(message.at)} to ${positionText(message.next)} rows=${message.rows.length}`
    case 'shard-position':
      return `${head} ${message.state === null ? `leader=${message.leader ?? 'unknown'}` : positionText(message.state)}`
    default:
      return head
  }
}
