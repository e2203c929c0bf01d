import type { Socket } from 'node:net'

/** Up to this size pieces are joined by copying, which costs less than a vectored write of many small ones. */
const JOIN_BYTES_MAX = 64 * 1024
/** Bytes that may wait in a socket whose far end does not read; beyond it the source is no longer read either. */
const WAITING_BYTES_MAX = 1024 * 1024

/** Collects the frames of a tick for one socket and hands them over in one write. Frames that lie side by side stay one piece. */
export class SocketWriter {
  private pieces: Uint8Array[] = []
  private bytes = 0
  private run: Uint8Array | null = null
  private run_start = 0
  private run_end = 0

  constructor(private readonly socket: Socket) {}

  /** Whether the socket takes bytes at all. */
  get isOpen(): boolean {
    return this.socket.writable
  }

  /** Whether so much waits that nothing more should be read for this socket; its `drain` event says when to go on. */
  get isFull(): boolean {
    return this.socket.writableLength > WAITING_BYTES_MAX
  }

  /** Adds `bytes[start, end)`, which must not change any more. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (bytes !== this.run || start !== this.run_end) {
      this.endRun()
      this.run = bytes
      this.run_start = start
    }
    this.run_end = end
    this.bytes += end - start
  }

  /** Writes what was added since the last flush. */
  flush(): void {
    this.endRun()
    const { pieces, socket, bytes } = this
    if (pieces.length === 0) return
    this.pieces = []
    this.bytes = 0
    if (!socket.writable) return
    if (pieces.length === 1) {
      socket.write(pieces[0]!)
    } else if (bytes <= JOIN_BYTES_MAX) {
      socket.write(Buffer.concat(pieces, bytes))
    } else {
      socket.cork()
      for (const piece of pieces) socket.write(piece)
      socket.uncork()
    }
  }

  private endRun(): void {
    if (this.run) this.pieces.push(this.run.subarray(this.run_start, this.run_end))
    this.run = null
  }
}
