/** Which messages a correct peer could have sent. */
import type { VersionKind } from '../../../src-shared/protocols/quorum/choices'
import type { Check, MessageChecks } from '../kit/well-formed'
import { createFieldsCheck, fieldsOf, isBelow, isBoolean, isCount, isInteger, isListOf, isText } from '../kit/well-formed'
import { LEAF_LEVEL, LEAVES } from './merkle'
import type { QuorumMessage } from './messages'

/** Disks that one node may have had. */
const GENERATIONS_MAX = 1000

/** What the cluster is like. */
interface Shape {
  readonly nodes: number
  readonly versions: VersionKind
}

const isRange: Check<Shape> = (value, { nodes }) => isBelow(value, nodes)
const isRow: Check<Shape> = (row, shape) => isListOf(row, (version) => isVersion(version, shape))
const isRows: Check<Shape> = (rows, shape) =>
  isListOf(rows, (entry) => Array.isArray(entry) && isText(entry[0]) && isRow(entry[1], shape))
const isPlacedHash = (entry: unknown) => isListOf(entry, isCount) && entry.length === 2 && isBelow(entry[0], LEAVES)
const isKeyedHash = (entry: unknown) => Array.isArray(entry) && isText(entry[0]) && isCount(entry[1])

const WRITE = { as_of_us: isInteger, id: isCount, key: isText, row: isRow }

const CHECKS: MessageChecks<QuorumMessage, Shape> = {
  store: WRITE,
  stored: { id: isCount },
  read: { id: isCount, key: isText },
  found: { id: isCount, row: isRow },
  repair: WRITE,
  repaired: { id: isCount, hash: isCount },
  hint: { ...WRITE, to: isText },
  hinted: { id: isCount },
  'hand-off': { as_of_us: isInteger, key: isText, row: isRow },
  'handed-off': { key: isText, hash: isCount },
  tree: {
    range: isRange,
    level: (level) => isBelow(level, LEAF_LEVEL + 1),
    hashes: (hashes) => isListOf(hashes, isPlacedHash)
  },
  rows: {
    as_of_us: isInteger,
    range: isRange,
    leaves: (leaves) => isListOf(leaves, (leaf) => isBelow(leaf, LEAVES)),
    rows: isRows,
    answer: isBoolean
  },
  bury: { as_of_us: isInteger, rows: isRows },
  buried: { hashes: (hashes) => isListOf(hashes, isKeyedHash) },
  fetch: { range: isRange, after: isText },
  fetched: { as_of_us: isInteger, range: isRange, after: isText, rows: isRows, is_last: isBoolean }
}

export const isWellFormed = createFieldsCheck(CHECKS)

function isVersion(version: unknown, { nodes, versions }: Shape): boolean {
  const { value, at_us, slot, count, seen, operation } = fieldsOf(version)
  const actors = nodes * GENERATIONS_MAX
  return (
    (value === null || isText(value)) &&
    isInteger(at_us) &&
    isBelow(slot, actors) &&
    isCount(count) &&
    isListOf(seen, isCount) &&
    (versions === 'vector' ? seen.length >= nodes && seen.length <= actors : seen.length === 0) &&
    isText(operation)
  )
}
