/** An idle link beside a plain Node pipe and a direct connection, in one run: round trip and one-way throughput. */
import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { FabricProcess } from '../integration/fabric/harness'
import { connectTo, framesOf, listen, startPlainPipe } from './link-traffic'
import { benchRow, quantile } from './row'
import type { BenchRow } from './row'

const FRAME_SIZES = [64, 128, 1024]
const ROUND_TRIPS = 2000
const THROUGHPUT_BYTES = 128 * 1024 * 1024
const MIB = 1024 * 1024

type Path = 'direct' | 'plain pipe' | 'idle link'

/** Sends through `sender`; what arrives comes out of `receiver`. */
type Measure = (sender: Socket, receiver: Socket, frame_bytes: number) => Promise<number>

/** Rounds take turns between the paths, so that whatever else the machine does falls on all alike. */
export async function benchLinkIdle(rounds = 7): Promise<BenchRow[]> {
  const echo = await listen((socket) => socket.on('data', (chunk) => socket.write(chunk)))
  const sink = await listen(() => {})
  const rows = [
    ...(await throughEach(rounds, echo, 'round trip', 'µs', measureRoundTrip_us)),
    ...(await throughEach(rounds, sink, 'throughput', 'MiB/s', measureThroughput_mib_s))
  ]
  echo.close()
  sink.close()
  return rows
}

async function measureThroughput_mib_s(sender: Socket, receiver: Socket, frame_bytes: number): Promise<number> {
  const chunk = framesOf(frame_bytes, Math.floor((64 * 1024) / frame_bytes))
  const chunks = Math.ceil(THROUGHPUT_BYTES / chunk.length)
  let missing = chunks * chunk.length
  const begun_ms = performance.now()
  const done = new Promise<void>((resolve) => {
    receiver.on('data', (part) => {
      missing -= part.length
      if (missing === 0) resolve()
    })
  })
  for (let sent = 0; sent < chunks; sent++) {
    if (!sender.write(chunk)) await new Promise<void>((resolve) => sender.once('drain', resolve))
  }
  await done
  return (chunks * chunk.length * 1000) / (performance.now() - begun_ms) / MIB
}

/** Median of many ping-pongs with one frame under way. */
async function measureRoundTrip_us(socket: Socket, _: Socket, frame_bytes: number): Promise<number> {
  const frame = framesOf(frame_bytes, 1)
  const times: number[] = []
  for (let i = 0; i < ROUND_TRIPS; i++) {
    const begun_ms = performance.now()
    await new Promise<void>((resolve) => {
      let missing = frame.length
      const onData = (part: Buffer) => {
        missing -= part.length
        if (missing > 0) return
        socket.off('data', onData)
        resolve()
      }
      socket.on('data', onData)
      socket.write(frame)
    })
    times.push((performance.now() - begun_ms) * 1000)
  }
  return quantile(
    times.sort((a, b) => a - b),
    0.5
  )
}

async function throughEach(
  rounds: number,
  target: Server & { port: number },
  what: string,
  unit: string,
  measure: Measure
): Promise<BenchRow[]> {
  const pipe = await startPlainPipe(target.port)
  const fabric = await FabricProcess.start({ nodes: ['n'], clients: ['c'] })
  fabric.target('n', target.port)
  const ports: Record<Path, number> = { direct: target.port, 'plain pipe': pipe.port, 'idle link': fabric.ports['c>n']! }
  const rows: BenchRow[] = []
  for (const frame_bytes of FRAME_SIZES) {
    const measured: Record<Path, number[]> = { direct: [], 'plain pipe': [], 'idle link': [] }
    for (let round = 0; round <= rounds; round++) {
      for (const path of Object.keys(ports) as Path[]) {
        const accepted = once(target, 'connection') as Promise<[Socket]>
        const sender = await connectTo(ports[path])
        const [receiver] = await accepted
        const value = await measure(sender, receiver, frame_bytes)
        // The first round warms the code up.
        if (round > 0) measured[path].push(value)
        sender.destroy()
      }
    }
    const name = `${what}, ${frame_bytes} B`
    const pipe_row = benchRow(`${name}, plain pipe`, unit, measured['plain pipe'])
    const baseline = { name: 'plain pipe', median: pipe_row.median }
    const goal = unit === 'MiB/s' && frame_bytes === 128 ? '≥ 200' : undefined
    rows.push(benchRow(`${name}, direct`, unit, measured.direct), pipe_row)
    rows.push(benchRow(`${name}, idle link`, unit, measured['idle link'], { baseline, goal }))
    if (what === 'round trip')
      rows.push(benchRow(`${name}, what the link adds over what the pipe adds`, '×', sharesAdded(measured), { goal: '≤ 1.2' }))
  }
  pipe.stop()
  await fabric.stop()
  return rows
}

/** Per round: what the link adds to the direct round trip, over what the pipe adds. */
function sharesAdded(rounds: Record<Path, number[]>): number[] {
  return rounds.direct.map((direct, i) => (rounds['idle link'][i]! - direct) / (rounds['plain pipe'][i]! - direct))
}
