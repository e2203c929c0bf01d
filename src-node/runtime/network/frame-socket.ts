import type { Socket } from 'node:net'
import type { FrameHeader } from '../../../src-shared/wire/frame'
import { FRAME_HEADER_BYTES } from '../../../src-shared/wire/frame'
import { frameIsIntact } from '../../../src-shared/wire/frame-codec'
import { FrameReader } from '../../../src-shared/wire/frame-reader'
import type { FrameVisitor } from '../../../src-shared/wire/frame-reader'
import { FrameWriter } from '../../../src-shared/wire/frame-writer'

/** Bytes that may wait for a receiver that does not read, here and in the socket together. */
const QUEUED_BYTES_MAX = 8 * 1024 * 1024

export interface FrameSocketHandlers {
  /** A frame whose checksum holds. Throwing closes the connection with that error. */
  readonly onFrame: FrameVisitor
  /** A frame whose checksum fails. */
  readonly onCorrupt: FrameVisitor
  /** Once, however it ended; `error` says why if it was not the other end's wish. */
  readonly onClose: (error: Error | null) => void
}

/** Length of the whole frame around a packed body. */
export function frameBytes(header: FrameHeader, body: Uint8Array): number {
  return FRAME_HEADER_BYTES + 4 * header.vector.length + body.length
}

/** Frames over one connected socket: one write for all frames of a tick, a bounded queue, checksums verified. */
export class FrameSocket {
  private readonly reader = new FrameReader()
  private readonly writer = new FrameWriter()
  private failure: Error | null = null

  constructor(
    private readonly socket: Socket,
    handlers: FrameSocketHandlers
  ) {
    const visit: FrameVisitor = (bytes, start, end) =>
      frameIsIntact(bytes, start, end) ? handlers.onFrame(bytes, start, end) : handlers.onCorrupt(bytes, start, end)
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      try {
        if (!socket.destroyed) this.reader.push(chunk, visit)
      } catch (error) {
        this.close(error as Error)
      }
    })
    socket.on('error', (error) => (this.failure ??= error))
    socket.on('close', () => handlers.onClose(this.failure))
  }

  get queuedBytes(): number {
    return this.writer.bytes + this.socket.writableLength
  }

  /**
   * Queues a frame for the next {@link flush}; false if the queue is full. The newest frame goes, not the oldest: those before it
   * are laid out already, and a protocol sees one gap at the end rather than a hole in what it has sent.
   */
  append(header: FrameHeader, body: Uint8Array): boolean {
    const queued_bytes = this.queuedBytes
    // One frame always fits, however large: otherwise a large snapshot could never be sent.
    if (queued_bytes > 0 && queued_bytes + frameBytes(header, body) > QUEUED_BYTES_MAX) return false
    this.writer.append(header, body)
    return true
  }

  /** Writes what was queued, at once. */
  flush(): void {
    if (this.writer.bytes === 0) return
    const bytes = this.writer.take()
    if (this.socket.writable) this.socket.write(bytes)
  }

  /** Closes at once; `error` is what {@link FrameSocketHandlers.onClose} is told. */
  close(error: Error | null = null): void {
    this.failure ??= error
    this.socket.destroy()
  }
}
