import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { ClientReplyBody, ClientRequestBody } from '../../../src-shared/wire/client-messages'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { FrameKind } from '../../../src-shared/wire/frame'
import { readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import { FrameReader } from '../../../src-shared/wire/frame-reader'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'

/** What the run's nodes and clients know each other by. */
export const FAKE_SECRET = 'fake'

type Reply = ClientReplyBody['reply']
/** What a node does with a request: a reply, silence, or closing the connection. */
export type Behaviour = (node: string, request: ClientRequestBody) => Reply | 'silent' | 'hang-up'

/** Nodes that speak the wire format and behave as told, in this process. */
export class FakeCluster {
  readonly requests: { readonly node: string; readonly request: ClientRequestBody }[] = []
  readonly ports: Record<string, number> = {}
  private readonly servers: Server[] = []
  private readonly sockets = new Set<Socket>()

  constructor(public behave: Behaviour) {}

  async listen(nodes: readonly string[]): Promise<void> {
    for (const node of nodes) {
      const server = createServer((socket) => this.serve(node, socket))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      this.ports[node] = (server.address() as { port: number }).port
      this.servers.push(server)
    }
  }

  close(): void {
    for (const server of this.servers) server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  private serve(node: string, socket: Socket): void {
    this.sockets.add(socket)
    socket.on('close', () => this.sockets.delete(socket))
    socket.on('error', () => {})
    socket.write(frame(FRAME_KINDS.hello, 0, { from: node, boot: 1, secret: FAKE_SECRET }))
    const reader = new FrameReader()
    let n = 0
    socket.on('data', (chunk) =>
      reader.push(chunk, (bytes, start, end) => {
        if (readFrameHeader(bytes, start, end).kind !== FRAME_KINDS.request) return
        const request = readFrameBody(bytes, start, end) as ClientRequestBody
        this.requests.push({ node, request })
        const answer = this.behave(node, request)
        if (answer === 'hang-up') socket.destroy()
        else if (answer !== 'silent') socket.write(frame(FRAME_KINDS.reply, ++n, { id: request.id, reply: answer }))
      })
    )
  }
}

function frame(kind: FrameKind, n: number, body: unknown): Uint8Array {
  return encodeFrame({ kind, traced: kind === FRAME_KINDS.reply, type_code: 0, n, boot: 1, lamport: 0, vector: [] }, body)
}

/** A key-value map that answers as the node `leader`; the others redirect to it. */
export function ledBy(leader: string): Behaviour {
  const values = new Map<string, string>()
  return (node, { operation }) => {
    if (node !== leader) return { status: 'redirect', leader }
    const value = values.get(operation.key) ?? null
    switch (operation.f) {
      case 'get':
        return { status: 'ok', result: { value } }
      case 'put':
        values.set(operation.key, operation.value)
        return { status: 'ok', result: {} }
      case 'append':
        values.set(operation.key, (value ?? '') + operation.value)
        return { status: 'ok', result: {} }
      case 'cas':
        if (value === operation.expected) values.set(operation.key, operation.value)
        return { status: 'ok', result: { swapped: value === operation.expected } }
      case 'delete':
        values.delete(operation.key)
        return { status: 'ok', result: {} }
      case 'increment':
        values.set(operation.key, String(Number(value ?? 0) + operation.by))
        return { status: 'ok', result: {} }
      default:
        return { status: 'rejected', error: `no ${operation.f}` }
    }
  }
}
