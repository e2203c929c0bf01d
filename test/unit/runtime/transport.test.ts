import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EventBody } from '../../../src-shared/events'
import { OPEN_REQUESTS_MAX } from '../../../src-shared/wire/client-messages'
import type { ClientReplyBody } from '../../../src-shared/wire/client-messages'
import { FRAME_BYTES_MAX, FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { FrameHeader, FrameKind } from '../../../src-shared/wire/frame'
import { readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import { FrameReader } from '../../../src-shared/wire/frame-reader'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'
import type { Input, ProtocolMessage } from '../../../src-node/protocols/contract'
import { LogicalClock } from '../../../src-node/node-core/logical-clock'
import { MessageTeller } from '../../../src-node/node-core/message-teller'
import { createBackoff } from '../../../src-node/node-core/backoff'
import { Tracer } from '../../../src-node/node-core/tracer'
import { Transport } from '../../../src-node/runtime/network/transport'

interface Ping extends ProtocolMessage {
  readonly type: 'ping'
  readonly text: string
}
const teller = new MessageTeller(
  [],
  () => '',
  () => 0
)
const ping = (text: string): Ping => ({ type: 'ping', text })

const cleanups: (() => void)[] = []
afterEach(() => cleanups.splice(0).forEach((clean) => clean()))

/** A transport, what it told its node, and a way to await it. */
function testTransport(node: string, peer_ports: Record<string, number>, clock: LogicalClock | null = null) {
  const inputs: Input<ProtocolMessage>[] = []
  const events: EventBody[] = []
  const troubles: string[] = []
  let notify = () => {}
  const note =
    <T>(list: T[]) =>
    (item: T) => {
      list.push(item)
      notify()
    }
  const transport = new Transport({
    secret: SECRET,
    node,
    boot: 1,
    peer_ports,
    ever: [],
    message_types: ['pong', 'ping'],
    tracer: new Tracer({ self: node, boot: 1, clock, budget: { next: () => true }, teller, emit: note(events) }),
    random: () => 0,
    onInput: note(inputs),
    onProtocolError: note(troubles)
  })
  cleanups.push(() => transport.close())
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (notify = resolve))
  }
  return { transport, inputs, events, troubles, until }
}

/** A server whose connections and frames can be awaited, in the place of a peer. */
async function testPeer(port = 0) {
  const sockets: Socket[] = []
  const frames: FrameHeader[] = []
  let chunks = 0
  let notify = () => {}
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    const reader = new FrameReader()
    socket.on('data', (chunk) => {
      chunks++
      reader.push(chunk, (bytes, start, end) => frames.push(readFrameHeader(bytes, start, end)))
      notify()
    })
    socket.on('error', () => {})
    socket.on('close', () => notify())
    notify()
  }).listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    server.close()
    sockets.forEach((socket) => socket.destroy())
  }
  cleanups.push(close)
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    frames,
    close,
    chunks: () => chunks,
    until: async (holds: () => boolean) => {
      while (!holds()) await new Promise<void>((resolve) => (notify = resolve))
    }
  }
}

const header = (kind: FrameKind, changes: Partial<FrameHeader> = {}): FrameHeader => ({
  kind,
  traced: true,
  type_code: 0,
  n: 1,
  boot: 0,
  lamport: 0,
  vector: [],
  ...changes
})

const SECRET = 'of this run'
const hello = (from: string, boot = 0) => encodeFrame(header(FRAME_KINDS.hello, { boot, n: 0 }), { from, boot, secret: SECRET })
const request = (id: number) =>
  encodeFrame(header(FRAME_KINDS.request, { n: id }), { id, session: 's', sequence: id, operation: { f: 'get', key: 'k' } })

/** A raw connection, and whether the other end closed it. */
async function rawConnection(port: number) {
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'connect')
  cleanups.push(() => socket.destroy())
  const frames: { header: FrameHeader; body: unknown }[] = []
  let notify = () => {}
  const reader = new FrameReader()
  socket.on('data', (chunk) => {
    reader.push(chunk, (bytes, start, end) =>
      frames.push({ header: readFrameHeader(bytes, start, end), body: readFrameBody(bytes, start, end) })
    )
    notify()
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  void closed.then(() => notify())
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      if (socket.destroyed) throw new Error('the other end closed the connection')
      await new Promise<void>((resolve) => (notify = resolve))
    }
  }
  return { socket, frames, closed, until }
}

describe('the link to a peer', () => {
  it('carries messages both ways between two transports, stamped with logical clocks', async () => {
    const b = testTransport('b', { a: 1 }, new LogicalClock(2, 1))
    const port = await b.transport.listen(0)
    const a = testTransport('a', { b: port }, new LogicalClock(2, 0))
    a.transport.connect()
    await a.until(() => a.inputs.some((input) => input.kind === 'peer'))
    expect(a.inputs).toEqual([{ kind: 'peer', peer: 'b', connected: true }])
    a.transport.send('b', ping('x'))
    a.transport.flush()
    await b.until(() => b.inputs.length > 0)
    expect(b.inputs).toEqual([{ kind: 'message', from: 'a', message: ping('x') }])
    const name = { from: 'a', to: 'b', boot: 1, n: 1, type: 'ping' }
    expect(a.events).toMatchObject([{ kind: 'sent', ...name, clock: { lamport: 1, vector: [1, 0] } }])
    expect(b.events).toMatchObject([{ kind: 'received', ...name, clock: { lamport: 2, vector: [1, 1] } }])
  })

  it('puts all frames of a tick into one write', async () => {
    const peer = await testPeer()
    const { transport } = testTransport('a', { b: peer.port })
    transport.connect()
    await peer.until(() => peer.frames.length === 1)
    for (let i = 0; i < 100; i++) transport.send('b', ping(`${i}`))
    transport.flush()
    await peer.until(() => peer.frames.length === 101)
    expect(peer.chunks()).toBe(2)
    expect(peer.frames.slice(1).map(({ n }) => n)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
  })

  it('is made anew when the connection is lost, and frame numbers go on', async () => {
    const peer = await testPeer()
    const { transport, events } = testTransport('a', { b: peer.port })
    transport.connect()
    await peer.until(() => peer.frames.length === 1)
    transport.send('b', ping('before'))
    transport.flush()
    await peer.until(() => peer.frames.length === 2)
    peer.sockets[0]!.destroy()
    await peer.until(() => peer.frames.length === 3)
    expect(peer.frames[2]!.kind).toBe(FRAME_KINDS.hello)
    transport.send('b', ping('after'))
    transport.flush()
    await peer.until(() => peer.frames.length === 4)
    expect(peer.frames[3]!.n).toBe(2)
    expect(events.map((event) => event.kind)).toEqual(['sent', 'sent'])
  })

  it('comes up once the peer listens, however late', async () => {
    const early = await testPeer()
    early.close()
    const { transport } = testTransport('a', { b: early.port })
    transport.connect()
    await new Promise((resolve) => setTimeout(resolve, 30))
    const peer = await testPeer(early.port)
    await peer.until(() => peer.frames.length === 1)
  })

  it('comes up when the peer calls, without waiting for its next attempt', async () => {
    // Time stands still: the next attempt never comes.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    cleanups.push(() => vi.useRealTimers())
    const early = await testPeer()
    early.close()
    const { transport } = testTransport('a', { b: early.port })
    const port = await transport.listen(0)
    transport.connect()
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve))
    const peer = await testPeer(early.port)
    const caller = await rawConnection(port)
    caller.socket.write(hello('b', 1))
    await peer.until(() => peer.frames.length === 1)
  })

  it('drops what is sent without a connection, and says so', () => {
    const { transport, events } = testTransport('a', { b: 1 })
    transport.send('b', ping('x'))
    expect(events).toMatchObject([
      { kind: 'sent', n: 1 },
      { kind: 'dropped', cause: 'not-connected', from: 'a', to: 'b', boot: 1, n: 1 }
    ])
    expect(transport.counters.frames_dropped).toEqual({ 'not-connected': 1 })
  })

  it('bounds what waits for a peer that does not read, dropping the newest', async () => {
    const peer = await testPeer()
    const { transport, events } = testTransport('a', { b: peer.port })
    transport.connect()
    await peer.until(() => peer.frames.length === 1)
    peer.sockets[0]!.pause()
    const text = 'x'.repeat(1024 * 1024)
    let most_bytes = 0
    for (let i = 0; i < 40; i++) {
      transport.send('b', ping(text))
      transport.flush()
      most_bytes = Math.max(most_bytes, transport.queuedBytes)
    }
    const dropped = events.filter((event) => event.kind === 'dropped')
    expect(most_bytes).toBeLessThanOrEqual(8 * 1024 * 1024)
    expect(dropped.length).toBeGreaterThan(0)
    expect(dropped[0]).toMatchObject({ cause: 'sender-queue-full' })
    expect(transport.counters.frames_dropped['sender-queue-full']).toBe(dropped.length)
    peer.sockets[0]!.resume()
    await peer.until(() => peer.frames.length === 41 - dropped.length)
  })
})

describe('requests', () => {
  it('are handed on, and answered on their connection under the client’s own id', async () => {
    const { transport, inputs, until } = testTransport('a', {})
    const port = await transport.listen(0)
    const client = await rawConnection(port)
    client.socket.write(Buffer.concat([hello('c1'), request(41), request(42)]))
    await until(() => inputs.length === 2)
    expect(inputs).toMatchObject([41, 42].map((sequence) => ({ kind: 'request', request: { session: 's', sequence } })))
    const [first, second] = inputs.map((input) => (input.kind === 'request' ? input.request.request : 0))
    transport.reply(second!, { status: 'ok', result: { value: 'v' } })
    transport.reply(first!, { status: 'redirect', leader: null })
    transport.flush()
    await client.until(() => client.frames.length === 3)
    expect(client.frames.slice(1).map(({ body }) => (body as ClientReplyBody).id)).toEqual([42, 41])
    expect(client.frames.slice(1).map(({ header }) => header.n)).toEqual([1, 2])
    expect(transport.openRequests).toBe(0)
  })

  it('that the network duplicated are handed on once', async () => {
    const { transport, inputs, until } = testTransport('a', {})
    const client = await rawConnection(await transport.listen(0))
    client.socket.write(Buffer.concat([hello('c1'), request(1), request(2), request(1), request(2), request(3)]))
    await until(() => inputs.length === 3)
    expect(inputs).toMatchObject([1, 2, 3].map((sequence) => ({ request: { sequence } })))
  })

  it('of a client that left are forgotten', async () => {
    const { transport, inputs, until } = testTransport('a', {})
    const client = await rawConnection(await transport.listen(0))
    client.socket.write(Buffer.concat([hello('c1'), request(1)]))
    await until(() => inputs.length === 1)
    expect(transport.openRequests).toBe(1)
    client.socket.destroy()
    while (transport.openRequests > 0) await new Promise((resolve) => setTimeout(resolve, 1))
    transport.reply(1, { status: 'ok', result: {} })
    transport.flush()
  })

  it('beyond the bound of a connection are rejected at once', async () => {
    const { transport, inputs, until } = testTransport('a', {})
    // Before the connection, which is closed without a hello in time: on a busy machine this may take seconds.
    const requests = Array.from({ length: OPEN_REQUESTS_MAX + 1 }, (_, i) => request(i + 1))
    const client = await rawConnection(await transport.listen(0))
    client.socket.write(Buffer.concat([hello('c1'), ...requests]))
    await client.until(() => client.frames.length === 2)
    expect(client.frames[1]!.body).toMatchObject({ id: OPEN_REQUESTS_MAX + 1, reply: { status: 'rejected' } })
    await until(() => inputs.length === OPEN_REQUESTS_MAX)
  })
})

describe('damaged and hostile frames', () => {
  it('a frame that fails its checksum is counted, reported and dropped; the connection lives on', async () => {
    const { transport, inputs, events, until } = testTransport('a', {})
    const client = await rawConnection(await transport.listen(0))
    const damaged = request(1)
    damaged[damaged.length - 1]! ^= 1
    client.socket.write(Buffer.concat([hello('c1'), damaged, request(2)]))
    await until(() => inputs.length === 1)
    expect(inputs).toMatchObject([{ request: { sequence: 2 } }])
    expect(transport.counters.frames_corrupt).toBe(1)
    expect(events[0]).toEqual({ kind: 'dropped', cause: 'corrupt', from: 'c1', to: 'a', boot: 0, n: 1 })
  })

  const length = (bytes: number) => {
    const field = Buffer.alloc(64)
    field.writeUInt32LE(bytes)
    return field
  }
  const hostile: [string, Buffer | Uint8Array][] = [
    ['a length beyond every bound', length(FRAME_BYTES_MAX + 1)],
    ['a length too short for a header', length(1)],
    ['no hello', request(1)],
    ['a hello without a name', encodeFrame(header(FRAME_KINDS.hello), { from: '', boot: 0, secret: SECRET })],
    ['a hello of a stranger', encodeFrame(header(FRAME_KINDS.hello), { from: 'c1', boot: 0, secret: 'other' })],
    ['a hello that is no map', encodeFrame(header(FRAME_KINDS.hello), null)],
    ['a second hello', Buffer.concat([hello('c1'), hello('c1')])],
    [
      'a message from a client',
      Buffer.concat([hello('c1'), encodeFrame(header(FRAME_KINDS.message, { type_code: 1 }), ping('x'))])
    ],
    [
      'a message of an unknown type',
      Buffer.concat([hello('b', 1), encodeFrame(header(FRAME_KINDS.message, { type_code: 9 }), ping('x'))])
    ]
  ]
  it.each(hostile)('%s closes that connection alone', async (_, bytes) => {
    const { transport, inputs, until } = testTransport('a', { b: 1 })
    const port = await transport.listen(0)
    const other = await rawConnection(port)
    other.socket.write(hello('c2'))
    const bad = await rawConnection(port)
    bad.socket.write(bytes)
    await bad.closed
    expect(inputs).toEqual([])
    other.socket.write(request(7))
    await until(() => inputs.length === 1)
  })

  const malformed: [string, Buffer | Uint8Array][] = [
    [
      'a request with an unknown operation',
      Buffer.concat([
        hello('c1'),
        encodeFrame(header(FRAME_KINDS.request), { id: 1, session: 's', sequence: 1, operation: { f: 'drop' } })
      ])
    ],
    [
      'a request with a field too many',
      Buffer.concat([
        hello('c1'),
        encodeFrame(header(FRAME_KINDS.request), {
          id: 1,
          session: 's',
          sequence: 1,
          operation: { f: 'get', key: 'k' },
          admin: true
        })
      ])
    ],
    [
      'a message whose type is not its code',
      Buffer.concat([hello('b', 1), encodeFrame(header(FRAME_KINDS.message, { type_code: 0 }), ping('x'))])
    ],
    ['a message without a body', Buffer.concat([hello('b', 1), encodeFrame(header(FRAME_KINDS.message, { type_code: 1 }), null)])]
  ]
  it.each(malformed)('%s is counted, reported and dropped; the connection lives on', async (_, bytes) => {
    const { transport, inputs, events, until } = testTransport('a', { b: 1 })
    const port = await transport.listen(0)
    const sender = await rawConnection(port)
    sender.socket.write(bytes)
    const other = await rawConnection(port)
    other.socket.write(Buffer.concat([hello('c2'), request(7)]))
    await until(() => inputs.length === 1 && transport.counters.frames_corrupt === 1)
    expect(events).toContainEqual(expect.objectContaining({ kind: 'dropped', cause: 'malformed', to: 'a', n: 1 }))
    expect(sender.socket.destroyed).toBe(false)
  })
})

describe('a port that is taken', () => {
  it('is an error that says so', async () => {
    const peer = await testPeer()
    await expect(testTransport('a', {}).transport.listen(peer.port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('backoff', () => {
  it('doubles up to its bound, jittered downwards by at most half, and begins anew after success', () => {
    const longest = createBackoff(10, 500, () => 1 - 2 ** -53)
    const steps = Array.from({ length: 8 }, () => Math.round(longest.next_ms()))
    expect(steps).toEqual([10, 20, 40, 80, 160, 320, 500, 500])
    longest.reset()
    expect(Math.round(longest.next_ms())).toBe(10)
    expect(createBackoff(10, 500, () => 0).next_ms()).toBe(5)
  })
})
