/**
 * A load generator in a process of its own: a fixed number of requests in flight, on one connection to each node. It takes orders, and
 * while it works on one that has no end: `lap` (what was measured since the last, and go on) and `end`.
 */
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Operation } from '../../src-shared/operations'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import { groupOfKey } from '../../src-shared/wire/client-map'
import type { ClientMap } from '../../src-shared/wire/client-map'
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
  /** The nodes that it asks: each key is asked of the first, and then of whoever that names, or whoever its map does. */
  readonly ports: Readonly<Record<string, number>>
  readonly f: 'put' | 'get'
  readonly in_flight: number
  readonly value_bytes: number
  /** Asked for in turn; default: 1000. */
  readonly keys?: number
  readonly warm_up_ms: number
  /** Infinity: until it is told to end. */
  readonly measure_ms: number
  /** After so long it asks again where the answer was no, as clients do; absent: never. */
  readonly retry_ms?: number
}

export interface LoadResult {
  readonly operations: number
  readonly per_s: number
  readonly p50_ms: number
  readonly p99_ms: number
  /** Replies other than `ok` within the measured time. */
  readonly refused: number
}

const KEYS = 1000

/** The order under way. */
let load: { readonly lap: () => LoadResult; readonly end: () => void } | null = null

process.on('disconnect', () => process.exit(0))
process.on('message', (order: LoadOrder | 'lap' | 'end') => {
  if (order === 'lap') process.send!(load!.lap())
  else if (order === 'end') load!.end()
  else void generate(order).then((result) => process.send!(result))
})

/** One node as the generator reaches it. */
interface Target {
  readonly socket: Socket
  readonly writer: FrameWriter
  frames: number
}

function generate(order: LoadOrder): Promise<LoadResult> {
  const { name, sessions, ports, f, in_flight, keys: keys_count = KEYS, retry_ms } = order
  const value = 'v'.repeat(order.value_bytes)
  const targets = new Map<string, Target>()
  const [first] = Object.keys(ports)
  // Who leads is learnt key by key, or with a map group by group.
  const leaders = new Map<string, string>()
  const group_leaders = new Map<string, string>()
  let map: ClientMap | null = null
  // One slot for each request in flight: a client session of its own, with one operation open.
  const sequences = new Array<number>(in_flight).fill(0)
  const keys = new Array<string>(in_flight).fill('')
  const asked = new Array<string>(in_flight).fill('')
  const begun_ms = new Float64Array(in_flight)
  let latencies_ms: number[] = []
  let refused = 0
  let issued = 0
  let measure_from_ms = performance.now() + order.warm_up_ms
  let measure_to_ms = measure_from_ms + order.measure_ms

  function issue(slot: number): void {
    keys[slot] = `key-${issued++ % keys_count}`
    begun_ms[slot] = performance.now()
    sequences[slot]!++
    ask(slot)
  }

  function ask(slot: number): void {
    const key = keys[slot]!
    const operation: Operation = f === 'put' ? { f, key, value } : { f, key }
    const node = (asked[slot] = leaderOf(key))
    const known = map !== null && { map_epoch: map.epoch }
    const body = { id: slot, session: `${sessions}-${slot}`, sequence: sequences[slot]!, operation, ...known }
    append(targetOf(node), FRAME_KINDS.request, body)
  }

  function leaderOf(key: string): string {
    const known = leaders.get(key)
    if (known !== undefined || map === null) return known ?? first!
    const { name, nodes } = groupOfKey(map, key)
    return group_leaders.get(name) ?? nodes.find((node) => ports[node] !== undefined) ?? first!
  }

  function learnMap(newer: ClientMap): void {
    map = newer
    leaders.clear()
  }

  function askLater(slot: number): void {
    setTimeout(() => {
      ask(slot)
      flush()
    }, retry_ms)
  }

  function answered({ id, reply }: ClientReplyBody, now_ms: number): void {
    if (reply.status === 'redirect' && reply.map !== undefined) learnMap(reply.map)
    if (reply.status === 'redirect' && reply.leader !== null && ports[reply.leader] !== undefined) {
      leaders.set(keys[id]!, reply.leader)
      return ask(id)
    }
    if (reply.status === 'ok' && map !== null) group_leaders.set(groupOfKey(map, keys[id]!).name, asked[id]!)
    if (now_ms >= measure_from_ms) {
      if (reply.status === 'ok') latencies_ms.push(now_ms - begun_ms[id]!)
      else refused++
    }
    if (now_ms >= measure_to_ms) return
    if (reply.status === 'ok' || retry_ms === undefined) issue(id)
    else askLater(id)
  }

  function flush(): void {
    for (const { socket, writer } of targets.values()) if (writer.bytes > 0) socket.write(writer.take())
  }

  function resultAt(now_ms: number): LoadResult {
    latencies_ms.sort((a, b) => a - b)
    const operations = latencies_ms.length
    const at = (q: number) => latencies_ms[Math.min(operations - 1, Math.floor(q * operations))] ?? NaN
    const per_s = (operations * 1000) / (now_ms - measure_from_ms)
    return { operations, per_s, p50_ms: at(0.5), p99_ms: at(0.99), refused }
  }

  function lap(): LoadResult {
    const now_ms = performance.now()
    const result = resultAt(now_ms)
    latencies_ms = []
    refused = 0
    measure_from_ms = now_ms
    return result
  }

  /** Connected once it is asked. */
  function targetOf(node: string): Target {
    const known = targets.get(node)
    if (known !== undefined) return known
    const target = openTarget(ports[node]!)
    targets.set(node, target)
    append(target, FRAME_KINDS.hello, { from: name, boot: 0, secret: RUN_SECRET })
    const reader = new FrameReader()
    target.socket.on('data', (chunk) => {
      const now_ms = performance.now()
      reader.push(chunk, (bytes, start, end) => {
        if (readFrameHeader(bytes, start, end).kind === FRAME_KINDS.reply)
          answered(readFrameBody(bytes, start, end) as ClientReplyBody, now_ms)
      })
      flush()
      if (now_ms >= measure_to_ms) finish(now_ms)
    })
    return target
  }

  let finish: (now_ms: number) => void
  return new Promise((resolve) => {
    finish = (now_ms) => {
      for (const { socket } of targets.values()) socket.destroy()
      resolve(resultAt(now_ms))
    }
    load = { lap, end: () => (measure_to_ms = 0) }
    for (let slot = 0; slot < in_flight; slot++) issue(slot)
    flush()
  })
}

function openTarget(port: number): Target {
  return { socket: connect({ host: '127.0.0.1', port, noDelay: true }), writer: new FrameWriter(), frames: 0 }
}

function append(target: Target, kind: FrameKind, body: unknown): void {
  const n = kind === FRAME_KINDS.hello ? 0 : ++target.frames
  target.writer.append({ kind, traced: false, type_code: 0, n, boot: 0, lamport: 0, vector: [] }, packBody(body))
}
