/** Whether something that came over the network is a message that a correct peer could have sent; any program can claim to be a peer. */
import { LEAF_LEVEL, LEAVES } from './merkle'
import type { QuorumMessage } from './messages'
import type { VersionKind } from '../../../src-shared/protocols/quorum/choices'

/** Disks that one node may have had. */
const GENERATIONS_MAX = 1000

/** What the cluster is like. */
interface Shape {
  readonly nodes: number
  readonly versions: VersionKind
}

export function isWellFormed(message: QuorumMessage, shape: Shape): boolean {
  const fields = message as unknown as Fields
  switch (message.type) {
    case 'store':
    case 'repair':
      return isCount(fields.id) && isTime(fields.as_of_us) && typeof fields.key === 'string' && isRow(fields.row, shape)
    case 'stored':
    case 'hinted':
      return isCount(fields.id)
    case 'repaired':
      return isCount(fields.id) && isCount(fields.hash)
    case 'read':
      return isCount(fields.id) && typeof fields.key === 'string'
    case 'found':
      return isCount(fields.id) && isRow(fields.row, shape)
    case 'hint':
      return (
        isCount(fields.id) &&
        isTime(fields.as_of_us) &&
        typeof fields.to === 'string' &&
        typeof fields.key === 'string' &&
        isRow(fields.row, shape)
      )
    case 'hand-off':
      return isTime(fields.as_of_us) && typeof fields.key === 'string' && isRow(fields.row, shape)
    case 'handed-off':
      return typeof fields.key === 'string' && isCount(fields.hash)
    case 'tree':
      return isBelow(fields.range, shape.nodes) && isBelow(fields.level, LEAF_LEVEL + 1) && isListOf(fields.hashes, isPlacedHash)
    case 'rows':
      return (
        isTime(fields.as_of_us) &&
        isBelow(fields.range, shape.nodes) &&
        isListOf(fields.leaves, (leaf) => isBelow(leaf, LEAVES)) &&
        isRows(fields.rows, shape) &&
        typeof fields.answer === 'boolean'
      )
    case 'bury':
      return isTime(fields.as_of_us) && isRows(fields.rows, shape)
    case 'fetch':
      return isBelow(fields.range, shape.nodes) && typeof fields.after === 'string'
    case 'fetched':
      return (
        isTime(fields.as_of_us) &&
        isBelow(fields.range, shape.nodes) &&
        typeof fields.after === 'string' &&
        isRows(fields.rows, shape) &&
        typeof fields.is_last === 'boolean'
      )
    case 'buried':
      return isListOf(fields.hashes, (entry) => isListOf(entry, () => true) && typeof entry[0] === 'string' && isCount(entry[1]))
    default:
      return false
  }
}

type Fields = Readonly<Record<string, unknown>>

function isRows(rows: unknown, shape: Shape): boolean {
  return isListOf(rows, (entry) => isListOf(entry, () => true) && isKeyedRow(entry, shape))
}

function isKeyedRow([key, row]: readonly unknown[], shape: Shape): boolean {
  return typeof key === 'string' && isRow(row, shape)
}

function isPlacedHash(entry: unknown): boolean {
  return isListOf(entry, isCount) && entry.length === 2 && isBelow(entry[0], LEAVES)
}

function isRow(row: unknown, shape: Shape): boolean {
  return isListOf(row, (version) => isVersion(version, shape))
}

function isVersion(version: unknown, { nodes, versions }: Shape): boolean {
  if (typeof version !== 'object' || version === null) return false
  const { value, at_us, slot, count, seen, operation } = version as Fields
  const actors = nodes * GENERATIONS_MAX
  return (
    (value === null || typeof value === 'string') &&
    isTime(at_us) &&
    isBelow(slot, actors) &&
    isCount(count) &&
    isListOf(seen, isCount) &&
    (versions === 'vector' ? seen.length >= nodes && seen.length <= actors : seen.length === 0) &&
    typeof operation === 'string'
  )
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isItem)
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isBelow(value: unknown, limit: number): boolean {
  return isCount(value) && value < limit
}
