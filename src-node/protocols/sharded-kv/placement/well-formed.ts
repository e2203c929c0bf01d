/** Whether a correct peer could have sent it: what the placement service is told and tells, and what its log and snapshots hold. */
import { SHARDS_MAX, STRATEGIES } from '../../../../src-shared/protocols/sharded-kv/parameters'
import { fieldsOf, isBoolean, isCount, isListOf, isText } from '../../kit/well-formed'
import type { PlacementCommand } from './commands'
import { MOVE_PHASES, SHARD_STATUSES } from './messages'
import type { PlacementMessage } from './messages'
import type { RangeChange } from './state'
import { SPLIT_MEASURES } from './state'

type Check = (value: unknown) => boolean

const isShard = ofFields({
  id: isShardId,
  range: isRange,
  group: isText,
  epoch: isCount,
  since: isCount,
  pinned: isBoolean
})
const isGroup = ofFields({
  name: isText,
  founders: isTexts,
  nodes: isTexts,
  since: isCount,
  leaving: isBoolean,
  replaced: (replaced) => replaced === undefined || isReplaced(replaced)
})
const isReplaced = ofFields({ node: isText, by: isText, epoch: isCount, reason: isText })
const isMove = ofFields({
  id: isCount,
  shard: isShardId,
  from: isText,
  to: isText,
  reason: isText,
  pins: isBoolean,
  paused: isBoolean,
  cancelled: isBoolean
})
const isGroupReport = ofFields({
  group: isText,
  shards: (shards) => isListOf(shards, isShardReport),
  moves: (moves) => isListOf(moves, isMoveReport),
  changes: (changes) => isListOf(changes, isRangeReport)
})
const isShardReport = ofFields({
  shard: isShardId,
  status: oneOf(SHARD_STATUSES),
  epoch: isCount,
  keys: isCount,
  bytes: isCount,
  operations: isCount
})
const isMoveReport = ofFields({ move: isCount, shard: isShardId, phase: oneOf(MOVE_PHASES) })
const isRangeReport = ofFields({ change: isCount, outcome: oneOf(['done', 'kept']), at: isTextOrNull })
const isMap = ofFields({
  epoch: isCount,
  strategy: oneOf(STRATEGIES),
  virtual_nodes: isCount,
  groups: (groups) => isListOf(groups, isGroup),
  shards: (shards) => isListOf(shards, isShard)
})
const isOrder = ofFields({
  move: isCount,
  shard: isShardId,
  range: isRange,
  from: isText,
  to: isText,
  to_leader: isTextOrNull,
  do: oneOf(['go', 'wait', 'give-up']),
  rate_kib: isAmount
})
const RANGE_CHANGES: Readonly<Record<RangeChange['do'], Check>> = {
  split: ofFields({
    id: isCount,
    shard: isShardId,
    group: isText,
    into: isShardId,
    at: isTextOrNull,
    by: oneOf(SPLIT_MEASURES),
    reason: isText
  }),
  merge: ofFields({ id: isCount, shard: isShardId, group: isText, with: isShardId, reason: isText })
}
const isPlannedSplit = ofFields({ shard: isShardId, at: isTextOrNull, by: oneOf(SPLIT_MEASURES), reason: isText })
const isPlannedMerge = ofFields({ shard: isShardId, with: isShardId, moves: isShardId, reason: isText })
const isPlannedMove = ofFields({ shard: isShardId, from: isText, to: isText, reason: isText, pins: isBoolean })
const isSettings = ofFields({
  strategy: oneOf(STRATEGIES),
  virtual_nodes: isCount,
  shards: isCount,
  copies: isCount,
  groups: isCount,
  keys_expected: isCount,
  rate_kib: isAmount
})
const isHead = ofFields({
  epoch: isCount,
  strategy: oneOf(STRATEGIES),
  virtual_nodes: isCount,
  copies: isCount,
  members: isTexts,
  cause: isText,
  last_move: isCount,
  last_shard: isShardId,
  last_group: isCount,
  paused: isBoolean,
  rate_kib: isAmount
})

const MESSAGES: Readonly<Record<PlacementMessage['type'], Check>> = {
  report: ofFields({ epoch: isCount, groups: (groups) => isListOf(groups, isGroupReport) }),
  orders: ofFields({
    epoch: isCount,
    map: (map) => map === undefined || isMap(map),
    moves: (moves) => isListOf(moves, isOrder),
    changes: (changes) => isListOf(changes, isRangeChange),
    over: (over) => isListOf(over, isCount)
  }),
  operate: ofFields({ command: isText, arguments: isArguments })
}
const COMMANDS: Readonly<Record<PlacementCommand['do'], Check>> = {
  found: ofFields({ settings: isSettings, nodes: isTexts }),
  members: ofFields({ members: isTexts }),
  replace: ofFields({ group: isText, node: isText, by: isText, reason: isText }),
  plan: ofFields({ moves: (moves) => isListOf(moves, isPlannedMove) }),
  'plan-ranges': ofFields({
    splits: (splits) => isListOf(splits, isPlannedSplit),
    merges: (merges) => isListOf(merges, isPlannedMerge)
  }),
  'split-done': ofFields({ change: isCount, at: isText }),
  'merge-done': ofFields({ change: isCount }),
  kept: ofFields({ change: isCount }),
  moved: ofFields({ move: isCount }),
  cancel: ofFields({ move: isCount }),
  cancelled: ofFields({ move: isCount }),
  pause: ofFields({ move: (move) => move === null || isCount(move) }),
  resume: ofFields({ move: (move) => move === null || isCount(move) }),
  'set-rate': ofFields({ kib: isAmount }),
  unpin: ofFields({ shard: isShardId })
}
const ROWS: Readonly<Record<string, Check>> = {
  placement: isHead,
  group: isGroup,
  shard: isShard,
  move: isMove,
  'range-change': isRangeChange
}

export function isPlacementMessage(message: PlacementMessage): boolean {
  return checkNamed(MESSAGES, message.type, message)
}

export function isPlacementCommand(command: unknown): boolean {
  return checkNamed(COMMANDS, fieldsOf(command)['do'], command)
}

export function isPlacementRow(row: unknown): boolean {
  return Array.isArray(row) && row.length === 2 && checkNamed(ROWS, row[0], row[1])
}

function checkNamed(checks: Readonly<Record<string, Check>>, name: unknown, value: unknown): boolean {
  return isText(name) && Object.hasOwn(checks, name) && checks[name]!(value)
}

function ofFields(checks: Readonly<Record<string, Check>>): Check {
  const all = Object.entries(checks)
  return (value) => {
    const fields = fieldsOf(value)
    return all.every(([name, check]) => check(fields[name]))
  }
}

function oneOf(values: readonly string[]): Check {
  return (value) => isText(value) && values.includes(value)
}

function isArguments(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((one) => isText(one) || isBoolean(one) || Number.isFinite(one))
}

function isRangeChange(value: unknown): boolean {
  return checkNamed(RANGE_CHANGES, fieldsOf(value)['do'], value)
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value)
}

function isTexts(value: unknown): boolean {
  return isListOf(value, isText)
}

function isShardId(value: unknown): boolean {
  return isCount(value) && value < SHARDS_MAX
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}

function isRange(value: unknown): boolean {
  const { by, from, to } = fieldsOf(value)
  return by === 'hash' ? isCount(from) && isCount(to) : by === 'key' && isText(from) && (to === null || isText(to))
}
