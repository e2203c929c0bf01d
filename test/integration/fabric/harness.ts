/** The real fabric process, with senders and receivers of frames around it. Used by the tests and the benchmarks. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { resolve } from 'node:path'
import { decodeEvents } from '../../../src-shared/wire/events'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { FrameHeader } from '../../../src-shared/wire/frame'
import { frameIsIntact, readFrameBody, readFrameHeader } from '../../../src-shared/wire/frame-codec'
import { FrameReader } from '../../../src-shared/wire/frame-reader'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'
import type { EventBody, TimedEvent } from '../../../src-shared/events'
import type { LinkId } from '../../../src-shared/ids'
import type { FromFabric, LinkOrder, ToFabric } from '../../../src-main/fabric/control'
import { closeChannel } from '../../../src-main/lab/nodes/close-channel'

const ENTRY = resolve(process.env.NETSPLIT_ENTRIES ?? 'out/main', 'fabric.js')

type EventOfKind<K extends EventBody['kind']> = Extract<TimedEvent, { kind: K }>

/** Whoever waits for something to have happened. */
class Waiters {
  private readonly waiting = new Set<() => void>()

  /** Resolves when the condition holds, now or at one of the next looks. */
  async until(condition: () => boolean): Promise<void> {
    if (condition()) return
    await new Promise<void>((resolve) => {
      const waiter = () => {
        if (!condition()) return
        this.waiting.delete(waiter)
        resolve()
      }
      this.waiting.add(waiter)
    })
  }

  look(): void {
    for (const waiter of [...this.waiting]) waiter()
  }
}

/** The lab's side of the fabric's control channel. */
export class FabricProcess {
  readonly events: TimedEvent[] = []
  ports: Readonly<Record<LinkId, number>> = {}
  private requests = 0
  private readonly waiters = new Waiters()
  private answers = new Map<number, (message: FromFabric) => void>()

  private constructor(readonly child: ChildProcess) {
    child.on('message', (message: FromFabric) => this.receive(message))
  }

  static async start(options: {
    nodes: string[]
    clients?: string[]
    seed?: number
    links?: Extract<ToFabric, { kind: 'configure' }>['links']
  }): Promise<FabricProcess> {
    const fabric = new FabricProcess(fork(ENTRY, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }))
    const { nodes, clients = [], seed = 1, links = {} } = options
    fabric.send({ kind: 'configure', epoch_ns: process.hrtime.bigint(), seed, nodes, clients, links })
    await fabric.until(() => Object.keys(fabric.ports).length > 0)
    return fabric
  }

  send(message: ToFabric): void {
    this.child.send(message)
  }

  target(node: string, port: number | null): void {
    this.send({ kind: 'target', node, port })
  }

  /** Resolves to the run's microsecond at which the changes took effect; rejects when the fabric refuses them. */
  apply(...changes: LinkOrder[]): Promise<number> {
    const request = ++this.requests
    this.send({ kind: 'apply', request, changes })
    return new Promise((resolve, reject) => {
      this.answers.set(request, (answer) => {
        if (answer.kind === 'applied') resolve(answer.t)
        else reject(new Error(JSON.stringify(answer)))
      })
    })
  }

  /** Takes a node in; resolves to the ports of its links. */
  join(node: string, links: Extract<ToFabric, { kind: 'join' }>['links']): Promise<Readonly<Record<LinkId, number>>> {
    const request = ++this.requests
    this.send({ kind: 'join', request, node, links })
    return new Promise((resolve, reject) => {
      this.answers.set(request, (answer) => {
        if (answer.kind === 'joined') resolve(answer.ports)
        else reject(new Error(JSON.stringify(answer)))
      })
    })
  }

  eventsOf<K extends EventBody['kind']>(kind: K): EventOfKind<K>[] {
    return this.events.filter((event): event is EventOfKind<K> => event.kind === kind)
  }

  /** Resolves when the condition holds, looked at after each message from the fabric. */
  until(condition: () => boolean): Promise<void> {
    return this.waiters.until(condition)
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return
    closeChannel(this.child)
    await once(this.child, 'exit')
  }

  private receive(message: FromFabric): void {
    if (message.kind === 'events') this.events.push(...decodeEvents(message.batch))
    else if (message.kind === 'ready') this.ports = message.ports
    else if ('request' in message && message.request !== null) this.answers.get(message.request)?.(message)
    this.waiters.look()
  }
}

/** A frame as a receiver saw it. */
export interface ReceivedFrame {
  readonly header: FrameHeader | null
  readonly body: unknown
  readonly intact: boolean
  readonly at_ms: number
}

/** A socket that reads frames. */
export class FramedSocket {
  readonly frames: ReceivedFrame[] = []
  /** How it ended: an error's code, `end` for an orderly close; null while it is open. */
  ended: string | null = null
  private reader = new FrameReader()
  private readonly waiters = new Waiters()
  private sent = 0
  private readonly closed: Promise<unknown>

  constructor(readonly socket: Socket) {
    socket.setNoDelay(true)
    this.closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('data', (chunk) => this.read(chunk))
    socket.on('error', (error: NodeJS.ErrnoException) => (this.ended ??= error.code ?? error.message))
    socket.on('close', () => {
      this.ended ??= 'end'
      this.wake()
    })
  }

  /** Connects like a node or client would; rejects with the connection's error. */
  static async connect(port: number): Promise<FramedSocket> {
    const framed = new FramedSocket(connect({ host: '127.0.0.1', port }))
    await Promise.race([once(framed.socket, 'connect'), framed.closed])
    if (framed.ended) throw new Error(framed.ended)
    return framed
  }

  hello(from = 'a'): void {
    this.socket.write(
      encodeFrame(
        { kind: FRAME_KINDS.hello, traced: false, type_code: 0, n: 0, boot: 1, lamport: 0, vector: [] },
        { from, boot: 1 }
      )
    )
  }

  /** Sends one frame and returns its number. */
  say(body: unknown, { traced = false, kind = FRAME_KINDS.message as FrameHeader['kind'] } = {}): number {
    const n = ++this.sent
    this.socket.write(encodeFrame({ kind, traced, type_code: 1, n, boot: 1, lamport: 0, vector: [] }, body))
    return n
  }

  /** Bodies of the messages received so far, in order of arrival. */
  get bodies(): unknown[] {
    return this.frames.filter((frame) => frame.header?.kind !== FRAME_KINDS.hello).map((frame) => frame.body)
  }

  /** Resolves when the condition holds, looked at after each frame and at the end. */
  until(condition: () => boolean): Promise<void> {
    return this.waiters.until(condition)
  }

  private read(chunk: Buffer): void {
    const at_ms = performance.now()
    this.reader.push(chunk, (bytes, start, end) => {
      const intact = frameIsIntact(bytes, start, end)
      const header = intact ? readFrameHeader(bytes, start, end) : null
      this.frames.push({ intact, header, body: intact ? readFrameBody(bytes, start, end) : null, at_ms })
    })
    this.wake()
  }

  private wake(): void {
    this.waiters.look()
  }
}

/** A listening node that only receives. */
export class Receiver {
  readonly connections: FramedSocket[] = []
  private waiters: ((socket: FramedSocket) => void)[] = []
  private readonly server = createServer((socket) => {
    const framed = new FramedSocket(socket)
    this.connections.push(framed)
    for (const waiter of this.waiters.splice(0)) waiter(framed)
  })

  static async start(): Promise<Receiver> {
    const receiver = new Receiver()
    receiver.server.listen({ host: '127.0.0.1', port: 0 })
    await once(receiver.server, 'listening')
    return receiver
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** The next connection to be accepted. */
  accepted(): Promise<FramedSocket> {
    return new Promise((resolve) => this.waiters.push(resolve))
  }

  stop(): void {
    this.server.close()
    for (const { socket } of this.connections) socket.destroy()
  }
}
