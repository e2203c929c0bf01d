/** Whether commands of a group's log, rows of its snapshots and rows that move are what a correct peer could have sent. */
import { SHARDS_MAX } from '../../../../src-shared/protocols/sharded-kv/parameters'
import { fieldsOf, isBoolean, isCount, isListOf, isText } from '../../kit/well-formed'
import { isRun } from '../../replicated-log/well-formed'
import type { Fields } from '../fields'
import { hasFields } from '../fields'
import type { ShardCommand } from './commands'

const OF_MOVE: Fields = { move: isCount, shard: isShardId }

const COMMANDS: Readonly<Record<ShardCommand['do'], Fields>> = {
  found: { shards: (shards) => isListOf(shards, (shard) => hasFields(shard, { id: isShardId, range: isRange })) },
  begin: { ...OF_MOVE, to: isText },
  freeze: OF_MOVE,
  'hand-over': OF_MOVE,
  'clean-up': OF_MOVE,
  cancel: OF_MOVE,
  prepare: { ...OF_MOVE, range: isRange, from: isText },
  import: { ...OF_MOVE, at: isPosition, next: isPosition, rows: (rows) => isListOf(rows, isMovedRow) },
  activate: OF_MOVE,
  drop: OF_MOVE,
  split: { ...OF_MOVE, at: isText, into: isShardId, reason: isText },
  merge: { ...OF_MOVE, with: isShardId, reason: isText },
  keep: { ...OF_MOVE, reason: isText }
}

export function isShardCommand(command: unknown): boolean {
  const { do: name } = fieldsOf(command)
  return isText(name) && Object.hasOwn(COMMANDS, name) && hasFields(command, COMMANDS[name as ShardCommand['do']])
}

export function isShardId(value: unknown): boolean {
  return isCount(value) && value < SHARDS_MAX
}

export function isRange(value: unknown): boolean {
  const { by, from, to } = fieldsOf(value)
  return by === 'hash' ? isCount(from) && isCount(to) : by === 'key' && isText(from) && (to === null || isText(to))
}

export function isPosition(value: unknown): boolean {
  const { stage, after_key, after_name, index } = fieldsOf(value)
  switch (stage) {
    case 'copy':
      return after_key === null || isText(after_key)
    case 'catch-up':
      return isCount(index)
    case 'sessions':
      return after_name === null || isText(after_name)
    default:
      return stage === 'ready'
  }
}

/** A position, or what there is instead of one. */
export function isTargetState(value: unknown): boolean {
  const { stage } = fieldsOf(value)
  return stage === 'active' || stage === 'gone' || isPosition(value)
}

export function isMovedRow(row: unknown): boolean {
  if (!Array.isArray(row) || !isText(row[1])) return false
  const [kind, , value] = row as unknown[]
  if (kind === 'key') return value === null || isText(value)
  return kind === 'session' && isListOf(value, isRun) && value.length > 0
}

/** That rows of a shard follow on its head is for whoever sends them: a piece alone does not tell. */
export function isShardRow(row: unknown): boolean {
  if (!Array.isArray(row)) return false
  const [kind, first, second, third, fourth] = row as unknown[]
  switch (kind) {
    case 'group':
      return isBoolean(first)
    case 'last-move':
      return isShardId(first) && hasFields(second, { move: isCount, is_cancelled: isBoolean, to: isTextOrNull, at: isTextOrNull })
    case 'shard':
      return hasFields(first, { id: isShardId, range: isRange, epoch: isCount, stage: isStage })
    case 'key':
      return isShardId(first) && isText(second) && isText(third)
    case 'dirty':
      return isShardId(first) && isText(second) && isCount(third)
    default:
      return kind === 'session' && isShardId(first) && isText(second) && isCount(third) && isListOf(fourth, isRun)
  }
}

function isStage(value: unknown): boolean {
  switch (fieldsOf(value)['status']) {
    case 'serving':
      return true
    case 'moving-in':
      return hasFields(value, { move: isCount, from: isText, position: isPosition })
    case 'moving-out':
    case 'read-only':
    case 'handed-over':
      return hasFields(value, { move: isCount, to: isText, began: isCount })
    default:
      return false
  }
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value)
}
