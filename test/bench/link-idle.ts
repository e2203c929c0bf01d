/** An idle link beside a plain Node pipe and a direct connection, in one run: round trip and one-way throughput. */
import type { Socket } from 'node:net'
import { FabricProcess } from '../integration/fabric/harness'
import { benchRow, dial, framesOf, listen, quantile, startPlainPipe } from './link-traffic'
import type { BenchRow } from './link-traffic'

const FRAME_SIZES = [64, 128, 1024]
const ROUNDS = 7
const ROUND_TRIPS = 2000
const THROUGHPUT_BYTES = 128 * 1024 * 1024
const MIB = 1024 * 1024

type Path = 'direct' | 'plain pipe' | 'idle link'

/** Rounds take turns between the paths, so that whatever else the machine does falls on all alike. */
export async function benchLinkIdle(): Promise<BenchRow[]> {
  const echo = await listen((socket) => socket.on('data', (chunk) => socket.write(chunk)))
  const sink = await listen((socket) => sinks.push(socket))
  const sinks: Socket[] = []
  const rows = [
    ...(await throughEach(echo.port, 'round trip', 'µs', roundTrip_us)),
    ...(await throughEach(sink.port, 'throughput', 'MiB/s', throughput))
  ]
  echo.close()
  sink.close()
  return rows

  async function throughput(socket: Socket, frame_bytes: number): Promise<number> {
    const chunk = framesOf(frame_bytes, Math.floor((64 * 1024) / frame_bytes))
    const chunks = Math.ceil(THROUGHPUT_BYTES / chunk.length)
    const receiving = sinks.at(-1)!
    let missing = chunks * chunk.length
    const begun_ms = performance.now()
    const done = new Promise<void>((resolve) => {
      receiving.on('data', (part) => {
        missing -= part.length
        if (missing === 0) resolve()
      })
    })
    for (let sent = 0; sent < chunks; sent++) {
      if (!socket.write(chunk)) await new Promise<void>((resolve) => socket.once('drain', resolve))
    }
    await done
    receiving.removeAllListeners('data')
    return (chunks * chunk.length * 1000) / (performance.now() - begun_ms) / MIB
  }
}

/** Median of many ping-pongs with one frame under way. */
async function roundTrip_us(socket: Socket, frame_bytes: number): Promise<number> {
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
  target_port: number,
  what: string,
  unit: string,
  measure: (socket: Socket, frame_bytes: number) => Promise<number>
): Promise<BenchRow[]> {
  const pipe = await startPlainPipe(target_port)
  const fabric = await FabricProcess.start({ nodes: ['n'], clients: ['c'] })
  fabric.target('n', target_port)
  const ports: Record<Path, number> = { direct: target_port, 'plain pipe': pipe.port, 'idle link': fabric.ports['c>n']! }
  const rows: BenchRow[] = []
  for (const frame_bytes of FRAME_SIZES) {
    const rounds: Record<Path, number[]> = { direct: [], 'plain pipe': [], 'idle link': [] }
    for (let round = 0; round <= ROUNDS; round++) {
      for (const path of Object.keys(ports) as Path[]) {
        const socket = await dial(ports[path])
        // The first bytes build the way through, and the first round warms the code up.
        await settled(socket)
        const value = await measure(socket, frame_bytes)
        if (round > 0) rounds[path].push(value)
        socket.destroy()
      }
    }
    for (const path of Object.keys(ports) as Path[]) rows.push(benchRow(`${what}, ${frame_bytes} B, ${path}`, unit, rounds[path]))
    if (what === 'round trip')
      rows.push(benchRow(`${what}, ${frame_bytes} B, link's share over pipe's`, '×', sharesAdded(rounds)))
  }
  pipe.stop()
  await fabric.stop()
  return rows
}

/** Per round: what the link adds to the direct round trip, over what the pipe adds. */
function sharesAdded(rounds: Record<Path, number[]>): number[] {
  return rounds.direct.map((direct, i) => (rounds['idle link'][i]! - direct) / (rounds['plain pipe'][i]! - direct))
}

function settled(socket: Socket): Promise<void> {
  return new Promise((resolve) => setTimeout(() => resolve(void socket), 20))
}
