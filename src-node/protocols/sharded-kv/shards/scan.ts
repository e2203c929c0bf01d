/** Reads of many keys at once: of those that are asked for, the group answers for what its own log says it serves. */
import type { Operation } from '../../../../src-shared/operations'
import { hash32 } from '../../../../src-shared/placement/hash'
import type { KeyOrHash } from '../../../../src-shared/wire/client-map'
import { common, joined } from '../../../../src-shared/wire/parts'
import type { Part } from '../../../../src-shared/wire/parts'
import type { ClientReply } from '../../contract'
import type { SwitchesOn } from '../../kit/settings'
import { orderedShards } from './key-space'
import type { Shard, ShardMachine } from './state'
import { countServed } from './state'

/** What an answer holds at most: it goes on from there when it is asked again. */
export const SCAN_ROWS_MAX = 256
const SCAN_BYTES_MAX = 65_536

type Scan = Extract<Operation, { readonly f: 'scan' }>

interface Row {
  readonly key: string
  readonly value: string
  /** Where it stands: its key, or the hash of it. */
  readonly at: KeyOrHash
}

/** What has been answered so far. */
interface Answer {
  readonly values: Record<string, string>
  readonly covered: Part[]
  rows: number
  bytes: number
}

/** The rows of those parts that the group serves; null: it serves none. `isServed`: the group answers for the shard. */
export function scanShards(
  machine: ShardMachine,
  scan: Scan,
  isServed: (shard: Shard) => boolean,
  switches: SwitchesOn
): ClientReply | null {
  const { parts = [] } = scan
  const served = orderedShards(machine).filter(isServed)
  const answer: Answer = { values: {}, covered: [], rows: 0, bytes: 0 }
  let is_whole = true
  for (const part of parts) {
    for (const shard of served) {
      const piece = common(part, [shard.range.from, shard.range.to])
      if (piece === null || !is_whole) continue
      const rows = rowsOf(shard, scan, piece)
      // It counts for where it begins to read.
      countServed(shard, rows[0]?.key ?? scan.key)
      is_whole = addRows(answer, piece, rows)
    }
  }
  if (answer.covered.length === 0) return null
  const covered = is_whole && switches['scan-forgets-moving-shards'] ? [...parts] : joined(answer.covered)
  return { status: 'ok', result: { values: answer.values, covered } }
}

/** Those of the piece, in the order in which they stand. */
function rowsOf({ data, range }: Shard, { key: first, to }: Scan, piece: Part): Row[] {
  const rows: Row[] = []
  for (const [key, value] of data) {
    if (key < first || (to !== null && key >= to)) continue
    const at = range.by === 'hash' ? hash32(key) : key
    if (common([at, null], piece)?.[0] === at) rows.push({ key, value, at })
  }
  return rows.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Adds rows until the answer is full: it covers what comes before the first that has no room. Returns whether all had. */
function addRows(answer: Answer, [from, to]: Part, rows: readonly Row[]): boolean {
  for (const [i, { key, value, at }] of rows.entries()) {
    // Rows of one hash stay together.
    if (isFull(answer) && at !== rows[i - 1]?.at) {
      if (at > from) answer.covered.push([from, at])
      return false
    }
    answer.values[key] = value
    answer.rows++
    answer.bytes += key.length + value.length
  }
  answer.covered.push([from, to])
  return true
}

function isFull({ rows, bytes }: Answer): boolean {
  return rows >= SCAN_ROWS_MAX || bytes >= SCAN_BYTES_MAX
}
