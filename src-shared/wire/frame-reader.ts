import { readU32 } from './bytes'
import { FrameError } from './frame-codec'
import { FRAME_BYTES_MAX, FRAME_HEADER_BYTES, FRAME_LENGTH_BYTES } from './frame'

/** Called with one complete frame, `bytes[start, end)`, length field included. The bytes are never reused: views may be kept. */
export type FrameVisitor = (bytes: Uint8Array, start: number, end: number) => void

const NOTHING = new Uint8Array(0)
const ASSEMBLY_BYTES_MIN = 4096

/**
 * Cuts a byte stream into frames. Frames that lie whole in a chunk are visited in place, without a copy; only a frame that
 * straddles chunks is assembled. Checksums are not looked at: proxies pass damaged frames on.
 */
export class FrameReader {
  private partial: Uint8Array = NOTHING
  private partial_bytes = 0

  /** Bytes of an unfinished frame; more than 0 when the stream ends means that it was cut short. */
  get pendingBytes(): number {
    return this.partial_bytes
  }

  /** Visits every frame that this chunk completes. Throws {@link FrameError} on an impossible length: close the connection then. */
  push(chunk: Uint8Array, visit: FrameVisitor): void {
    let at = this.partial_bytes > 0 ? this.finishPartial(chunk, visit) : 0
    const end = chunk.length
    while (end - at >= FRAME_LENGTH_BYTES) {
      const frameEnd = at + frameBytes(chunk, at)
      if (frameEnd > end) break
      visit(chunk, at, frameEnd)
      at = frameEnd
    }
    if (at < end) this.keep(chunk, at, end)
  }

  /** Feeds the frame begun by earlier chunks; returns how much of this chunk it took. */
  private finishPartial(chunk: Uint8Array, visit: FrameVisitor): number {
    let at = 0
    if (this.partial_bytes < FRAME_LENGTH_BYTES) {
      at = Math.min(FRAME_LENGTH_BYTES - this.partial_bytes, chunk.length)
      this.keep(chunk, 0, at)
      if (this.partial_bytes < FRAME_LENGTH_BYTES) return at
    }
    const missing = frameBytes(this.partial, 0) - this.partial_bytes
    const end = Math.min(at + missing, chunk.length)
    this.keep(chunk, at, end)
    if (end - at < missing) return end
    const frame = this.partial
    const length = this.partial_bytes
    this.partial = NOTHING
    this.partial_bytes = 0
    visit(frame, 0, length)
    return end
  }

  /** Grows with what has really arrived, so a hostile length alone claims no memory. */
  private keep(chunk: Uint8Array, start: number, end: number): void {
    const length = this.partial_bytes + end - start
    if (length > this.partial.length) {
      const grown = new Uint8Array(Math.max(ASSEMBLY_BYTES_MIN, length, this.partial.length * 2))
      grown.set(this.partial.subarray(0, this.partial_bytes))
      this.partial = grown
    }
    this.partial.set(chunk.subarray(start, end), this.partial_bytes)
    this.partial_bytes = length
  }
}

/** Whole length of the frame that begins at `at`; throws when no frame can be that long or short. */
function frameBytes(bytes: Uint8Array, at: number): number {
  const length = readU32(bytes, at) + FRAME_LENGTH_BYTES
  if (length > FRAME_BYTES_MAX)
    throw new FrameError('too-long', `a frame of ${length} bytes exceeds the limit of ${FRAME_BYTES_MAX}`)
  if (length < FRAME_HEADER_BYTES) throw new FrameError('too-short', `a frame of ${length} bytes is shorter than its header`)
  return length
}
