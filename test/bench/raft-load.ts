/** A load generator in a process of its own: a fixed number of requests in flight on one connection, and nothing else. */
import { connect } from 'node:net'
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
  readonly port: number
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

function generate(order: LoadOrder): Promise<LoadResult> {
  const { name, sessions, port, f, in_flight, warm_up_ms, measure_ms } = order
  const value = 'v'.repeat(order.value_bytes)
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const writer = new FrameWriter()
  const reader = new FrameReader()
  // One slot for each request in flight: a client session of its own, with one operation open.
  const sequences = new Array<number>(in_flight).fill(0)
  const begun_ms = new Float64Array(in_flight)
  const latencies_ms: number[] = []
  let refused = 0
  let frames = 0
  let issued = 0
  let measure_from_ms = Infinity
  let measure_to_ms = Infinity

  function append(kind: FrameKind, body: unknown): void {
    const n = kind === FRAME_KINDS.hello ? 0 : ++frames
    writer.append({ kind, traced: false, type_code: 0, n, boot: 0, lamport: 0, vector: [] }, packBody(body))
  }

  function issue(slot: number): void {
    const key = `key-${issued++ % KEYS}`
    const operation: Operation = f === 'put' ? { f, key, value } : { f, key }
    begun_ms[slot] = performance.now()
    append(FRAME_KINDS.request, { id: slot, session: `${sessions}-${slot}`, sequence: ++sequences[slot]!, operation })
  }

  function answered({ id, reply }: ClientReplyBody, now_ms: number): void {
    if (now_ms >= measure_from_ms) {
      if (reply.status === 'ok') latencies_ms.push(now_ms - begun_ms[id]!)
      else refused++
    }
    if (now_ms < measure_to_ms) issue(id)
  }

  return new Promise((resolve) => {
    socket.on('connect', () => {
      append(FRAME_KINDS.hello, { from: name, boot: 0, secret: RUN_SECRET })
      measure_from_ms = performance.now() + warm_up_ms
      measure_to_ms = measure_from_ms + measure_ms
      for (let slot = 0; slot < in_flight; slot++) issue(slot)
      socket.write(writer.take())
    })
    socket.on('data', (chunk) => {
      const now_ms = performance.now()
      reader.push(chunk, (bytes, start, end) => {
        if (readFrameHeader(bytes, start, end).kind === FRAME_KINDS.reply)
          answered(readFrameBody(bytes, start, end) as ClientReplyBody, now_ms)
      })
      if (writer.bytes > 0) socket.write(writer.take())
      if (now_ms < measure_to_ms) return
      socket.destroy()
      latencies_ms.sort((a, b) => a - b)
      const at = (q: number) => latencies_ms[Math.min(latencies_ms.length - 1, Math.floor(q * latencies_ms.length))] ?? NaN
      resolve({ per_s: (latencies_ms.length * 1000) / (now_ms - measure_from_ms), p50_ms: at(0.5), p99_ms: at(0.99), refused })
    })
  })
}
