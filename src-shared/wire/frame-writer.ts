import { writeU32 } from './bytes'
import { crc32c } from './crc32c'
import { FrameError, packBody } from './frame-codec'
import { FLAG_TRACED, FRAME_CHECKED_FROM, FRAME_BYTES_MAX, FRAME_HEADER_BYTES, FRAME_LENGTH_BYTES } from './frame'
import type { FrameHeader } from './frame'

const SLAB_BYTES = 64 * 1024
const NO_BYTES = new Uint8Array(0)

/**
 * Lays frames side by side in slabs of memory, so that all frames of a tick leave in one write. Slabs are filled once and never
 * reused: what {@link take} returned may wait in a socket for as long as it must.
 */
export class FrameWriter {
  private slab: Uint8Array = NO_BYTES
  private start = 0
  private end = 0

  /** Bytes appended since the last {@link take}. */
  get bytes(): number {
    return this.end - this.start
  }

  /** Appends a frame around an already packed body. Throws {@link FrameError} `too-long`. */
  append(header: FrameHeader, body: Uint8Array): void {
    const headerBytes = FRAME_HEADER_BYTES + 4 * header.vector.length
    const length = headerBytes + body.length
    if (length > FRAME_BYTES_MAX)
      throw new FrameError('too-long', `a frame of ${length} bytes exceeds the limit of ${FRAME_BYTES_MAX}`)
    this.reserve(length)
    const { slab, end: at } = this
    writeHeader(slab, at, header)
    slab.set(body, at + headerBytes)
    this.end = at + length
    writeU32(slab, at, length - FRAME_LENGTH_BYTES)
    writeU32(slab, at + 4, crc32c(slab, at + FRAME_CHECKED_FROM, this.end))
  }

  /** The frames appended so far as one contiguous piece (empty if there are none); the writer starts afresh behind it. */
  take(): Uint8Array {
    const taken = this.slab.subarray(this.start, this.end)
    this.start = this.end
    return taken
  }

  private reserve(length: number): void {
    if (this.end + length <= this.slab.length) return
    const waiting = this.slab.subarray(this.start, this.end)
    const slab = new Uint8Array(Math.max(SLAB_BYTES, 2 * (waiting.length + length)))
    slab.set(waiting)
    this.slab = slab
    this.start = 0
    this.end = waiting.length
  }
}

/** One frame by itself, for handshakes and tests; traffic goes through a {@link FrameWriter}. */
export function encodeFrame(header: FrameHeader, body: unknown): Uint8Array {
  const writer = new FrameWriter()
  writer.append(header, packBody(body))
  return writer.take().slice()
}

/** Everything but length and checksum, which the finished frame decides. */
function writeHeader(bytes: Uint8Array, at: number, header: FrameHeader): void {
  bytes[at + 8] = header.kind
  bytes[at + 9] = header.traced ? FLAG_TRACED : 0
  bytes[at + 10] = header.type_code
  bytes[at + 11] = header.vector.length
  writeU32(bytes, at + 12, header.n)
  writeU32(bytes, at + 16, header.boot)
  writeU32(bytes, at + 20, header.lamport)
  header.vector.forEach((count, slot) => writeU32(bytes, at + FRAME_HEADER_BYTES + 4 * slot, count))
}
