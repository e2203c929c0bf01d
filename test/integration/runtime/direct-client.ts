import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { once } from 'node:events'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import type { ClientReplyBody } from '../../../src-shared/wire/client-messages'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import { readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import { FrameReader } from '../../../src-shared/wire/frame-reader'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'
import type { FrameKind } from '../../../src-shared/wire/frame'

/** What everybody in a direct cluster knows each other by. */
export const RUN_SECRET = 'direct'

/** A client on one connection to one node, one promise for each request: for tests, not for load. */
export class DirectClient {
  private readonly waiting = new Map<number, (reply: ClientReplyBody['reply']) => void>()
  private id = 0
  private frames = 0

  private constructor(
    readonly name: string,
    readonly socket: Socket
  ) {
    const reader = new FrameReader()
    socket.on('data', (chunk) =>
      reader.push(chunk, (bytes, start, end) => {
        if (readFrameHeader(bytes, start, end).kind !== FRAME_KINDS.reply) return
        const { id, reply } = readFrameBody(bytes, start, end) as ClientReplyBody
        this.waiting.get(id)?.(reply)
        this.waiting.delete(id)
      })
    )
    socket.on('error', () => {})
  }

  static async connect(name: string, port: number, secret = RUN_SECRET): Promise<DirectClient> {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    await once(socket, 'connect')
    const client = new DirectClient(name, socket)
    client.write(FRAME_KINDS.hello, { from: name, boot: 0, secret })
    return client
  }

  request(sequence: number, operation: Operation): Promise<ClientReplyBody['reply']> {
    const id = ++this.id
    this.write(FRAME_KINDS.request, { id, session: this.name, sequence, operation })
    return new Promise((resolve) => this.waiting.set(id, resolve))
  }

  close(): void {
    this.socket.destroy()
  }

  private write(kind: FrameKind, body: unknown): void {
    const n = kind === FRAME_KINDS.hello ? 0 : ++this.frames
    this.socket.write(encodeFrame({ kind, traced: false, type_code: 0, n, boot: 0, lamport: 0, vector: [] }, body))
  }
}

/** Follows redirects until some node carries the operation out. */
export async function perform(
  clients: ReadonlyMap<string, DirectClient>,
  sequence: number,
  operation: Operation
): Promise<OperationResult> {
  const nodes = [...clients.keys()]
  let node = nodes[0]!
  for (let attempt = 0; attempt < 200; attempt++) {
    const reply = await clients.get(node)!.request(sequence, operation)
    if (reply.status === 'ok') return reply.result
    const hint = reply.status === 'redirect' && clients.has(reply.leader ?? '') ? reply.leader : null
    node = hint ?? nodes[attempt % nodes.length]!
    // No leader yet, or one that cannot be reached: look again after a heartbeat.
    if (hint === null) await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nobody carries out ${JSON.stringify(operation)}`)
}
