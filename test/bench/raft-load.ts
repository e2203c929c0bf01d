/** A load generator in a process of its own: a fixed number of requests in flight, on one connection to each node. */
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Operation } from '../../src-shared/operations'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import { FRAME_KINDS } from '../../src-shared/wire/frame'
import type { FrameKind } from '../../src-shared/wire/frame'
import { packBody, readFrameBody, readFrameHeader } from '../../src-shared/wire/frame-codec'
import { FrameReader } from '../../src-shared/wire/frame-reader'
import { FrameWriter } from '../../src-shared/wire/frame-writer'
import { RUN_SECRET } from '../integration/runtime/direct-client'

export interface LoadOrder {
  readonly name: string
  /** Prefix of the sessions' names: a new one for each order, since sequence numbers begin at 1. */
  readonly sessions: string
  /** The nodes that it asks: each key is asked of the first, and then of whoever that names. */
  readonly ports: Readonly<Record<string, number>>
  readonly f: 'put' | 'get'
  readonly in_flight: number
  readonly value_bytes: number
  readonly warm_up_ms: number
  readonly measure_ms: number
}

export interface LoadResult {
  readonly per_s: number
  readonly p50_ms: number
  readonly p99_ms: number
  /** Replies other than `ok` within the measured time. */
  readonly refused: number
}

const KEYS = 1000

process.on('disconnect', () => process.exit(0))
process.on('message', (order: LoadOrder) => void generate(order).then((result) => process.send!(result)))

/** One node as the generator reaches it. */
interface Target {
  readonly socket: Socket
  readonly writer: FrameWriter
  frames: number
}

function generate(order: LoadOrder): Promise<LoadResult> {
  const { name, sessions, ports, f, in_flight, warm_up_ms, measure_ms } = order
  const value = 'v'.repeat(order.value_bytes)
  const targets = new Map(Object.entries(ports).map(([node, port]) => [node, openTarget(port)]))
  const [first] = targets.keys()
  // Who leads is learnt key by key.
  const leaders = new Map<string, string>()
  // One slot for each request in flight: a client session of its own, with one operation open.
  const sequences = new Array<number>(in_flight).fill(0)
  const keys = new Array<string>(in_flight).fill('')
  const begun_ms = new Float64Array(in_flight)
  const latencies_ms: number[] = []
  let refused = 0
  let issued = 0
  let measure_from_ms = Infinity
  let measure_to_ms = Infinity

  function issue(slot: number): void {
    keys[slot] = `key-${issued++ % KEYS}`
    begun_ms[slot] = performance.now()
    sequences[slot]!++
    ask(slot)
  }

  function ask(slot: number): void {
    const key = keys[slot]!
    const operation: Operation = f === 'put' ? { f, key, value } : { f, key }
    const target = targets.get(leaders.get(key) ?? first!)!
    append(target, FRAME_KINDS.request, { id: slot, session: `${sessions}-${slot}`, sequence: sequences[slot]!, operation })
  }

  function answered({ id, reply }: ClientReplyBody, now_ms: number): void {
    if (reply.status === 'redirect' && reply.leader !== null && targets.has(reply.leader)) {
      leaders.set(keys[id]!, reply.leader)
      return ask(id)
    }
    if (now_ms >= measure_from_ms) {
      if (reply.status === 'ok') latencies_ms.push(now_ms - begun_ms[id]!)
      else refused++
    }
    if (now_ms < measure_to_ms) issue(id)
  }

  function flush(): void {
    for (const { socket, writer } of targets.values()) if (writer.bytes > 0) socket.write(writer.take())
  }

  function resultAt(now_ms: number): LoadResult {
    latencies_ms.sort((a, b) => a - b)
    const at = (q: number) => latencies_ms[Math.min(latencies_ms.length - 1, Math.floor(q * latencies_ms.length))] ?? NaN
    return { per_s: (latencies_ms.length * 1000) / (now_ms - measure_from_ms), p50_ms: at(0.5), p99_ms: at(0.99), refused }
  }

  return new Promise((resolve) => {
    const connected = [...targets.values()].map(({ socket }) => once(socket, 'connect'))
    void Promise.all(connected).then(() => {
      for (const target of targets.values()) append(target, FRAME_KINDS.hello, { from: name, boot: 0, secret: RUN_SECRET })
      measure_from_ms = performance.now() + warm_up_ms
      measure_to_ms = measure_from_ms + measure_ms
      for (let slot = 0; slot < in_flight; slot++) issue(slot)
      flush()
    })
    for (const { socket } of targets.values()) {
      const reader = new FrameReader()
      socket.on('data', (chunk) => {
        const now_ms = performance.now()
        reader.push(chunk, (bytes, start, end) => {
          if (readFrameHeader(bytes, start, end).kind === FRAME_KINDS.reply)
            answered(readFrameBody(bytes, start, end) as ClientReplyBody, now_ms)
        })
        flush()
        if (now_ms < measure_to_ms) return
        for (const target of targets.values()) target.socket.destroy()
        resolve(resultAt(now_ms))
      })
    }
  })
}

function openTarget(port: number): Target {
  return { socket: connect({ host: '127.0.0.1', port, noDelay: true }), writer: new FrameWriter(), frames: 0 }
}

function append(target: Target, kind: FrameKind, body: unknown): void {
  const n = kind === FRAME_KINDS.hello ? 0 : ++target.frames
  target.writer.append({ kind, traced: false, type_code: 0, n, boot: 0, lamport: 0, vector: [] }, packBody(body))
}
