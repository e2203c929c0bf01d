import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { EventBody } from '../../src-shared/events'
import type { ClientId, NodeId } from '../../src-shared/ids'
import { clientReplySchema } from '../../src-shared/wire/client-messages'
import type { ClientReplyBody, ClientRequestBody } from '../../src-shared/wire/client-messages'
import { FRAME_KINDS } from '../../src-shared/wire/frame'
import type { FrameHeader, HelloBody } from '../../src-shared/wire/frame'
import { FrameError, frameIsIntact, packBody, readFrameBody, readFrameHeader } from '../../src-shared/wire/frame-codec'
import { FrameReader } from '../../src-shared/wire/frame-reader'
import { encodeFrame, FrameWriter } from '../../src-shared/wire/frame-writer'
import { backoff_ms } from './retry'
import type { Random } from './random'

/** Bytes that may wait in the socket; beyond it requests are not sent. */
const WAITING_BYTES_MAX = 8 * 1024 * 1024
/** Time for connecting and the node's hello; a link that swallows them must not hold the connection forever. */
const HANDSHAKE_MAX_MS = 2_000
const RECONNECT = { backoff: 20, backoff_max: 500, jitter: true }

export interface ConnectionOptions {
  readonly client: ClientId
  readonly node: NodeId
  /** Loopback port of the proxy of the link to the node. */
  readonly port: number
  readonly random: Random
  /** Whether the request being sent now is traced. */
  readonly isTraced: () => boolean
  readonly emit: (event: EventBody) => void
  readonly onReply: (body: ClientReplyBody) => void
  /** The connection broke: no answer to what was sent over it will come. */
  readonly onDown: () => void
}

/** One client's connection to one node through the proxy of its link: connects for ever, batches a tick's requests in one write. */
export class Connection {
  private socket: Socket | null = null
  /** True between the node's hello and the end of the connection. */
  private up = false
  private frames_sent = 0
  private failures = 0
  private writer = new FrameWriter()
  private flush_scheduled = false
  private timer: NodeJS.Timeout | null = null
  private closed = false

  constructor(private readonly options: ConnectionOptions) {
    this.open()
  }

  get isUp(): boolean {
    return this.up
  }

  /** Sends the request with this tick's batch. False: it did not leave and never will. */
  send(request: ClientRequestBody): boolean {
    if (!this.up || this.socket!.writableLength > WAITING_BYTES_MAX) return false
    const { client: from, node: to, isTraced, emit } = this.options
    const body = packBody(request)
    const n = ++this.frames_sent
    const traced = isTraced()
    const bytes_before = this.writer.bytes
    this.writer.append(header(FRAME_KINDS.request, n, traced), body)
    if (traced) emit({ kind: 'sent', from, to, boot: 0, n, type: 'request', bytes: this.writer.bytes - bytes_before })
    this.scheduleFlush()
    return true
  }

  /** Ends the connection for good. */
  close(): void {
    this.closed = true
    if (this.timer) clearTimeout(this.timer)
    this.socket?.destroy()
  }

  private open(): void {
    const socket = connect({ host: '127.0.0.1', port: this.options.port, noDelay: true })
    const reader = new FrameReader()
    this.socket = socket
    this.writer = new FrameWriter()
    this.timer = setTimeout(() => socket.destroy(), HANDSHAKE_MAX_MS)
    const hello: HelloBody = { from: this.options.client, boot: 0 }
    socket.write(encodeFrame(header(FRAME_KINDS.hello, 0, false), hello))
    socket.on('data', (chunk) => this.receive(socket, reader, chunk))
    // 'close' follows every error and says all there is to know.
    socket.on('error', () => {})
    socket.on('close', () => this.lost())
  }

  private lost(): void {
    const was_up = this.up
    this.up = false
    if (this.timer) clearTimeout(this.timer)
    if (this.closed) return
    this.failures = was_up ? 1 : this.failures + 1
    this.timer = setTimeout(() => this.open(), Math.ceil(backoff_ms(RECONNECT, this.failures, this.options.random)))
    if (was_up) this.options.onDown()
  }

  private scheduleFlush(): void {
    if (this.flush_scheduled) return
    this.flush_scheduled = true
    setImmediate(() => {
      this.flush_scheduled = false
      if (this.writer.bytes > 0) this.socket!.write(this.writer.take())
    })
  }

  private receive(socket: Socket, reader: FrameReader, chunk: Uint8Array): void {
    try {
      reader.push(chunk, (bytes, start, end) => this.read(bytes, start, end))
    } catch (error) {
      if (!(error instanceof FrameError)) throw error
      // The stream has lost its framing; a fresh connection restores it.
      socket.destroy()
    }
  }

  private read(bytes: Uint8Array, start: number, end: number): void {
    // A damaged frame is as good as lost: the try runs into its timeout.
    if (!frameIsIntact(bytes, start, end)) return
    const { kind, traced, n, boot } = readFrameHeader(bytes, start, end)
    if (kind === FRAME_KINDS.hello) return this.greeted()
    if (kind !== FRAME_KINDS.reply) return
    const { client: to, node: from, emit, onReply } = this.options
    if (traced) emit({ kind: 'received', from, to, boot, n, type: 'reply' })
    const body = clientReplySchema.safeParse(readFrameBody(bytes, start, end))
    if (!body.success) throw new FrameError('bad-body', `a reply of ${from} does not follow the schema`)
    onReply(body.data)
  }

  private greeted(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.failures = 0
    this.up = true
  }
}

function header(kind: FrameHeader['kind'], n: number, traced: boolean): FrameHeader {
  return { kind, traced, type_code: 0, n, boot: 0, lamport: 0, vector: [] }
}
