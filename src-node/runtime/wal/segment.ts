import { readRecord, recordEnd, RECORD_KINDS } from './record'

/** Body of the record that opens each file. */
export interface SegmentHeader {
  readonly format: number
  readonly node: string
  readonly segment: number
  /** Bytes of records in the segment before it: it cannot lose its end unnoticed. */
  readonly previous_bytes: number
  /** Whether a snapshot follows, which voids all earlier segments. */
  readonly snapshot: boolean
}

export const SEGMENT_FORMAT = 2
export const TEMPORARY_SUFFIX = '.tmp'
const NAME = /^(\d{8})\.wal$/

/** File name of a segment; names sort as numbers do. */
export function segmentName(segment: number): string {
  return `${String(segment).padStart(8, '0')}.wal`
}

/** The number in a segment's file name, null for other files. */
export function segmentNumber(name: string): number | null {
  const match = NAME.exec(name)
  return match && Number(match[1])
}

/** What a segment holds, in the order written. */
export interface SegmentContent {
  readonly header: SegmentHeader
  /** Undefined where the segment does not begin with one. */
  readonly snapshot: unknown
  readonly records: unknown[]
  /** Where the last whole record ends; the mark that says it is durable may follow. */
  readonly valid_bytes: number
  /** Bytes of a record behind them that a crash has torn. The rest of the file is zeros. */
  readonly torn_bytes: number
}

/** The log on disk cannot be trusted, or cannot be this node's. The message names the file and says what to do. */
export class WalError extends Error {
  override readonly name = 'WalError'
}

/**
 * Reads a segment. A crash tears only the end of the last one (`may_be_torn`): bytes with nothing valid after them, no
 * {@link SYNCED_MARK} either. Anything else that fails its checksum was durable once and is damaged now: throws {@link WalError}
 * rather than lose what was acknowledged. (A power cut that wrote the pages of one batch out of order looks the same, and stops the
 * node as well. One that lost the mark of the very last batch leaves its damage to look like a torn end.)
 */
export function readSegment(name: string, bytes: Uint8Array, may_be_torn: boolean): SegmentContent {
  const values: { kind: number; value: unknown }[] = []
  let at = 0
  let valid_bytes = 0
  for (let end = recordEnd(bytes, 0); end !== null; end = recordEnd(bytes, at)) {
    const record = readRecord(bytes, at, end)
    at = end
    if (record.kind === RECORD_KINDS.synced) continue
    values.push(record)
    valid_bytes = end
  }
  const [first, second] = values
  const header = first?.kind === RECORD_KINDS.segment ? (first.value as SegmentHeader) : null
  const has_snapshot = second?.kind === RECORD_KINDS.snapshot
  const torn_end = withoutTrailingZeros(bytes, at)
  // A segment gets its name only when header and snapshot are on disk: those cannot be torn.
  const is_whole = header !== null && header.snapshot === has_snapshot
  const is_torn_tail = may_be_torn && !anythingValidWithin(bytes, at, torn_end)
  if (!is_whole || (torn_end > at && !is_torn_tail)) {
    throw new WalError(`${name} is damaged at byte ${at}: a record fails its checksum and is not merely the torn end of the log`)
  }
  return {
    header,
    snapshot: has_snapshot ? second.value : undefined,
    records: values.slice(has_snapshot ? 2 : 1).map((entry) => entry.value),
    valid_bytes,
    torn_bytes: torn_end - at
  }
}

function withoutTrailingZeros(bytes: Uint8Array, from: number): number {
  let end = bytes.length
  while (end > from && bytes[end - 1] === 0) end--
  return end
}

/** Looks at every byte: what is damaged may be the very length that says where the next record begins. */
function anythingValidWithin(bytes: Uint8Array, after: number, end: number): boolean {
  for (let start = after + 1; start < end; start++) if (recordEnd(bytes, start) !== null) return true
  return false
}
