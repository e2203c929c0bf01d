/** How far from the configured delay frames really arrive, at a steady pace. */
import { once } from 'node:events'
import { FabricProcess, FramedSocket, Receiver } from '../integration/fabric/harness'
import { benchRow, quantile } from './row'
import type { BenchRow } from './row'

const DELAYS_MS = [1, 20, 100]
const FRAMES = 400
const PACE_MS = 4

/** Median and 99th percentile of the error in milliseconds; what an idle link takes is subtracted. */
export async function benchLinkDelay(rounds = 5): Promise<BenchRow[]> {
  const fabric = await FabricProcess.start({ nodes: ['a', 'b'] })
  const receiver = await Receiver.start()
  fabric.target('b', receiver.port)
  const accepted = receiver.accepted()
  const sender = await FramedSocket.connect(fabric.ports['a>b']!)
  sender.hello()
  const receiving = await accepted
  await receiving.until(() => receiving.frames.length === 1)
  const rows: BenchRow[] = []
  for (const delay_ms of DELAYS_MS) {
    const medians: number[] = []
    const p99s: number[] = []
    for (let round = 0; round < rounds; round++) {
      await fabric.apply({ link: 'a>b', settings: { delay_ms: 0 } })
      const idle_ms = quantile(await transits_ms(sender, receiving), 0.5)
      await fabric.apply({ link: 'a>b', settings: { delay_ms } })
      const errors_ms = (await transits_ms(sender, receiving)).map((transit_ms) => transit_ms - delay_ms - idle_ms)
      medians.push(quantile(errors_ms, 0.5))
      p99s.push(quantile(errors_ms, 0.99))
    }
    rows.push(benchRow(`added delay ${delay_ms} ms, median error`, 'ms', medians, { goal: '≤ 0.3' }))
    rows.push(benchRow(`added delay ${delay_ms} ms, p99 error`, 'ms', p99s, { goal: '≤ 1.5' }))
  }
  sender.socket.destroy()
  await once(sender.socket, 'close')
  receiver.stop()
  await fabric.stop()
  return rows
}

/** Time from sender to receiver of each frame, ascending. */
async function transits_ms(sender: FramedSocket, receiving: FramedSocket): Promise<number[]> {
  receiving.frames.length = 0
  for (let i = 0; i < FRAMES; i++) {
    sender.say(performance.now())
    await new Promise((resolve) => setTimeout(resolve, PACE_MS))
  }
  await receiving.until(() => receiving.frames.length === FRAMES)
  return receiving.frames.map((frame) => frame.at_ms - (frame.body as number)).sort((a, b) => a - b)
}
