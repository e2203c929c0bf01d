import type { Socket } from 'node:net'
import { FRAME_KINDS } from '../../src-shared/wire/frame'
import { FrameError, frameKind } from '../../src-shared/wire/frame-codec'
import { FrameReader } from '../../src-shared/wire/frame-reader'
import { SocketWriter } from './socket-writer'
import type { FrameSink, Link } from './link'

/** Bytes of one channel that may be inside its link. Beyond it the source is not read; one chunk more may have been. */
const IN_FLIGHT_BYTES_MAX = 64 * 1024 * 1024

/** What a channel needs of the connection that it is half of. */
export interface ChannelHost {
  /** Whether the connection's way is open: a black hole swallows handshakes and endings too, until it is healed. */
  isCut(): boolean
  /** A chunk has been put through the link: let out what is due already. */
  onRead(): void
  /** The source sent what is no frame. */
  onInvalidFrame(error: FrameError): void
  /** The source ended within a frame. */
  onTruncated(): void
}

/** One direction of a proxied connection: reads frames from `source`, puts them through the link, writes what arrives to the sink. */
export class Channel implements FrameSink {
  private readonly reader = new FrameReader()
  private sink: Socket | null = null
  private writer: SocketWriter | null = null
  private awaits_sink = false
  private in_flight = 0
  private in_flight_bytes = 0
  private paused = false
  /** `half`: the source will send no more. `whole`: it is gone, and takes nothing either. */
  private source_end: 'none' | 'half' | 'whole' = 'none'
  private held_hello: Uint8Array | null = null

  constructor(
    private readonly link: Link,
    private readonly source: Socket,
    private readonly host: ChannelHost
  ) {
    source.on('data', this.read)
    source.on('end', () => this.sourceEnded('half'))
    source.on('close', () => this.sourceEnded('whole'))
  }

  get isOpen(): boolean {
    return this.writer !== null && this.writer.isOpen
  }

  /** The receiver's side is being connected: do not read until it is attached. */
  awaitSink(): void {
    this.awaits_sink = true
    this.updateBackpressure()
  }

  /** The receiver's side is connected. */
  attach(sink: Socket): void {
    this.sink = sink
    this.writer = new SocketWriter(sink)
    this.awaits_sink = false
    sink.on('drain', () => this.updateBackpressure())
    this.onLinkModeChange()
  }

  /** The receiver's side is taken away; what still arrives finds nobody. */
  detach(): void {
    this.sink = null
    this.writer = null
    this.updateBackpressure()
  }

  /** The link mode changed: send the held handshake if it may pass now. */
  onLinkModeChange(): void {
    if (this.held_hello && this.isOpen && !this.host.isCut()) {
      this.write(this.held_hello, 0, this.held_hello.length)
      this.held_hello = null
    }
    this.flush()
  }

  write(bytes: Uint8Array, start: number, end: number): void {
    this.writer?.add(bytes, start, end)
  }

  flush(): void {
    this.writer?.flush()
    this.updateBackpressure()
    this.forwardEnd()
  }

  frameEntered(bytes: number): void {
    this.in_flight++
    this.in_flight_bytes += bytes
  }

  frameLeft(bytes: number): void {
    this.in_flight--
    this.in_flight_bytes -= bytes
  }

  private readonly read = (chunk: Buffer): void => {
    try {
      this.reader.push(chunk, this.take)
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      this.host.onInvalidFrame(error)
    }
    this.flush()
    this.host.onRead()
  }

  private readonly take = (bytes: Uint8Array, start: number, end: number): void => {
    if (frameKind(bytes, start) !== FRAME_KINDS.hello) this.link.offer(this, bytes, start, end)
    else if (this.isOpen && !this.host.isCut()) this.write(bytes, start, end)
    else this.held_hello = bytes.subarray(start, end)
  }

  /** Reads on only while the receiver and the link can take more. */
  private updateBackpressure(): void {
    const full = this.awaits_sink || (this.writer?.isFull ?? false) || this.in_flight_bytes > IN_FLIGHT_BYTES_MAX
    if (full === this.paused) return
    this.paused = full
    if (full) this.source.pause()
    else this.source.resume()
  }

  private sourceEnded(how: 'half' | 'whole'): void {
    if (this.source_end === 'none' && this.reader.pendingBytes > 0) this.host.onTruncated()
    this.source_end = how
    this.forwardEnd()
  }

  /** Forwards the end of the stream once no frame is in flight; while the link is cut it is held back. */
  private forwardEnd(): void {
    if (this.source_end === 'none' || this.in_flight > 0 || this.host.isCut()) return
    if (this.source_end === 'half') this.sink?.end()
    else this.sink?.destroySoon()
  }
}
