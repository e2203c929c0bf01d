/** Which messages a correct peer could have sent. */
import type { VersionKind } from '../../../src-shared/protocols/quorum/choices'
import { fieldsOf, isBelow, isBoolean, isCount, isInteger, isListOf, isText, isUndeclared } from '../kit/well-formed'
import { LEAF_LEVEL, LEAVES } from './merkle'
import type { Coordinated, Fetch, Fetched, HandOff, Moves, QuorumMessage, Rows, Tree } from './messages'

/** Names of coordinators: of 1,000 nodes with as many disks each, see `actorOf`. */
const ACTORS_MAX = 1_010_000

/** What the cluster is like. */
interface Shape {
  readonly founders: number
  readonly ranges: number
  readonly versions: VersionKind
}

export function isWellFormed(message: QuorumMessage, shape: Shape): boolean {
  switch (message.type) {
    case 'store':
    case 'repair':
      return isCount(message.id) && isWrite(message, shape) && isCoordinated(message)
    case 'hint':
      return isCount(message.id) && isText(message.to) && isWrite(message, shape)
    case 'hand-off':
      return isWrite(message, shape)
    case 'stored':
    case 'hinted':
      return isCount(message.id)
    case 'read':
      return isCount(message.id) && isText(message.key) && isCoordinated(message)
    case 'found':
      return isCount(message.id) && isRow(message.row, shape)
    case 'repaired':
      return isCount(message.id) && isCount(message.hash)
    case 'handed-off':
      return isText(message.key) && isCount(message.hash)
    case 'tree':
      return isTree(message, shape)
    case 'rows':
      return isRowsMessage(message, shape)
    case 'bury':
      return isInteger(message.as_of_us) && areRows(message.rows, shape)
    case 'buried':
      return isListOf(message.hashes, isKeyedHash)
    case 'fetch':
      return isBelow(message.range, shape.ranges) && isText(message.after) && areEpochs(message)
    case 'fetched':
      return isFetched(message, shape)
    case 'moves':
      return isMoves(message, shape)
    default:
      return isUndeclared(message)
  }
}

/** What carries one row, besides what else it says. */
function isWrite({ as_of_us, key, row }: Omit<HandOff, 'type'>, shape: Shape): boolean {
  return isInteger(as_of_us) && isText(key) && isRow(row, shape)
}

function isTree({ range, level, hashes }: Tree, { ranges }: Shape): boolean {
  return isBelow(range, ranges) && isBelow(level, LEAF_LEVEL + 1) && isListOf(hashes, isPlacedHash)
}

function isRowsMessage({ as_of_us, range, leaves, rows, answer }: Rows, shape: Shape): boolean {
  if (!isInteger(as_of_us) || !isBelow(range, shape.ranges) || !isBoolean(answer)) return false
  return isListOf(leaves, (leaf) => isBelow(leaf, LEAVES)) && areRows(rows, shape)
}

function isFetched({ as_of_us, range, after, rows, is_last, epoch, complete }: Fetched, shape: Shape): boolean {
  if (!isInteger(as_of_us) || !isBelow(range, shape.ranges) || !isText(after)) return false
  return areRows(rows, shape) && isBoolean(is_last) && areEpochs({ epoch, complete })
}

function isMoves({ epoch, complete, ready, answer }: Moves, { ranges }: Shape): boolean {
  if (!isCount(epoch) || !isBoolean(answer) || !isListOf(complete, isCount) || complete.length !== ranges) return false
  return isListOf(ready, (range) => isBelow(range, ranges))
}

function isCoordinated({ epoch, complete, since }: Coordinated): boolean {
  return areEpochs({ epoch, complete }) && isEpoch(since)
}

function areEpochs({ epoch, complete }: Pick<Fetch, 'epoch' | 'complete'>): boolean {
  return isEpoch(epoch) && isEpoch(complete)
}

/** Absent: 0. */
function isEpoch(epoch: unknown): boolean {
  return epoch === undefined || isCount(epoch)
}

function areRows(rows: unknown, shape: Shape): boolean {
  return isListOf(rows, (entry) => Array.isArray(entry) && isText(entry[0]) && isRow(entry[1], shape))
}

function isRow(row: unknown, shape: Shape): boolean {
  return isListOf(row, (version) => isVersion(version, shape))
}

function isPlacedHash(entry: unknown): boolean {
  return isListOf(entry, isCount) && entry.length === 2 && isBelow(entry[0], LEAVES)
}

function isKeyedHash(entry: unknown): boolean {
  return Array.isArray(entry) && isText(entry[0]) && isCount(entry[1])
}

function isVersion(version: unknown, { founders, versions }: Shape): boolean {
  const { value, at_us, slot, count, seen, operation } = fieldsOf(version)
  return (
    (value === null || isText(value)) &&
    isInteger(at_us) &&
    isBelow(slot, ACTORS_MAX) &&
    isCount(count) &&
    isListOf(seen, isCount) &&
    (versions === 'vector' ? seen.length >= founders && seen.length <= ACTORS_MAX : seen.length === 0) &&
    isText(operation)
  )
}
