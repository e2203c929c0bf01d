/**
 * Records of the write-ahead log, little-endian:
 *
 *     0  u32  CRC32C of all that follows this field
 *     4  u32  length of the body
 *     8  u8   record kind
 *     9  …    msgpack body
 */
import { Packr, Unpackr } from 'msgpackr'
import { readU32, writeU32 } from '../../../src-shared/wire/bytes'
import { crc32c } from '../../../src-shared/wire/crc32c'

export const RECORD_HEADER_BYTES = 9
const CHECKED_FROM = 4

/**
 * `segment` opens each file; `snapshot` may follow it and voids all earlier files; `entry` is one record of the protocol; `synced`
 * follows a batch once that is durable.
 */
export const RECORD_KINDS = { segment: 1, snapshot: 2, entry: 3, synced: 4 } as const
export type RecordKind = (typeof RECORD_KINDS)[keyof typeof RECORD_KINDS]

const BUFFER_BYTES_MIN = 64 * 1024
/** A buffer that one large batch has grown beyond this is given back. */
const BUFFER_BYTES_KEPT_MAX = 4 * 1024 * 1024

// Plain maps: each record must be readable by itself.
const packr = new Packr({ useRecords: false })
const unpackr = new Unpackr({ useRecords: false })

/** Lays records side by side, so that a batch is one write. */
export class RecordBuffer {
  private buffer: Uint8Array = new Uint8Array(BUFFER_BYTES_MIN)
  private end = 0

  append(kind: RecordKind, value: unknown): void {
    const body = packr.pack(value)
    const start = this.end
    const end = start + RECORD_HEADER_BYTES + body.length
    if (end > this.buffer.length) this.grow(end)
    const { buffer } = this
    writeU32(buffer, start + 4, body.length)
    buffer[start + 8] = kind
    buffer.set(body, start + RECORD_HEADER_BYTES)
    writeU32(buffer, start, crc32c(buffer, start + CHECKED_FROM, end))
    this.end = end
  }

  /** What was appended since the last {@link clear}; valid until the next append. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.end)
  }

  clear(): void {
    this.end = 0
    if (this.buffer.length > BUFFER_BYTES_KEPT_MAX) this.buffer = new Uint8Array(BUFFER_BYTES_MIN)
  }

  private grow(bytes: number): void {
    const grown = new Uint8Array(Math.max(bytes, this.buffer.length * 2))
    grown.set(this.bytes())
    this.buffer = grown
  }
}

/**
 * Stands behind a batch that is durable: if that batch fails its checksum, it is damaged and not torn. Twice, side by side: one bad
 * bit does not void both. Not synced itself; a crash of the process leaves it, one of the machine may not.
 */
export const SYNCED_MARK: Uint8Array = createSyncedMark()

function createSyncedMark(): Uint8Array {
  const mark = new RecordBuffer()
  mark.append(RECORD_KINDS.synced, null)
  mark.append(RECORD_KINDS.synced, null)
  return mark.bytes().slice()
}

/** Where the record at `at` ends if it is whole and its checksum holds, otherwise null. */
export function recordEnd(bytes: Uint8Array, at: number): number | null {
  if (at + RECORD_HEADER_BYTES > bytes.length) return null
  const end = at + RECORD_HEADER_BYTES + readU32(bytes, at + 4)
  const kind = bytes[at + 8]!
  if (end > bytes.length || kind < RECORD_KINDS.segment || kind > RECORD_KINDS.synced) return null
  return readU32(bytes, at) === crc32c(bytes, at + CHECKED_FROM, end) ? end : null
}

/** Kind and value of the record `bytes[at, end)`, whose checksum holds. */
export function readRecord(bytes: Uint8Array, at: number, end: number): { kind: RecordKind; value: unknown } {
  const kind = bytes[at + 8] as RecordKind
  // A copy: byte arrays in the value are views, and must not keep the whole file in memory.
  return { kind, value: unpackr.unpack(bytes.slice(at + RECORD_HEADER_BYTES, end)) }
}
