/** Three nodes that all talk to each other through the fabric, and random changes to their links. Used by the tests and the benchmarks. */
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkSettingsChange } from '../../../src-shared/network/netem'
import type { LinkOrder } from '../../../src-main/fabric/control'
import { createDraw } from '../../../src-shared/network/draw'
import { FabricProcess, FramedSocket, Receiver } from './harness'

const NODES = ['a', 'b', 'c']
const LOAD_EVERY_MS = 1

/** Changes that must keep every connection: any settings, cut and heal. */
export function randomOrders(seed: number, count: number): LinkOrder[] {
  const draw = createDraw(seed, 'any>any')
  const links = NODES.flatMap((from) => NODES.filter((to) => to !== from).map((to) => `${from}>${to}` as const))
  const pick = <T>(from: readonly T[], u: number): T => from[Math.floor(u * from.length)]!
  const menu: readonly LinkSettingsChange[] = [
    { delay_ms: 0, jitter_ms: 0 },
    { delay_ms: 3, jitter_ms: 2 },
    { order: 'may-reorder' },
    { order: 'fifo' },
    { loss_percent: 30 },
    { loss_percent: 0 },
    { duplicate_percent: 30, corrupt_percent: 20 },
    { duplicate_percent: 0, corrupt_percent: 0 },
    { rate_bit_s: 2e6, queue_limit: 100 },
    { rate_bit_s: 0, queue_limit: 10_000 },
    CLEAR_LINK
  ]
  return Array.from({ length: count }, (_, i) => {
    const link = pick(links, draw(i, 0))
    const cut = draw(i, 1)
    if (cut < 0.3) return { link, mode: cut < 0.15 ? 'cut' : 'open' }
    return { link, settings: pick(menu, draw(i, 2)) }
  })
}

/** A connection for each link, and a frame on each in every millisecond until `quiet` is called. */
export async function startMesh(seed: number) {
  const fabric = await FabricProcess.start({ nodes: NODES, seed })
  const receivers = new Map<string, Receiver>()
  for (const node of NODES) {
    receivers.set(node, await Receiver.start())
    fabric.target(node, receivers.get(node)!.port)
  }
  const pairs: { sender: FramedSocket; receiving: FramedSocket }[] = []
  for (const from of NODES) {
    for (const to of NODES.filter((node) => node !== from)) {
      const accepted = receivers.get(to)!.accepted()
      const sender = await FramedSocket.connect(fabric.ports[`${from}>${to}`]!)
      pairs.push({ sender, receiving: await accepted })
    }
  }
  const load = setInterval(() => pairs.forEach(({ sender }) => sender.say('load', { traced: true })), LOAD_EVERY_MS)
  return {
    fabric,
    pairs,
    quiet: () => clearInterval(load),
    async stop() {
      clearInterval(load)
      for (const { sender } of pairs) sender.socket.destroy()
      for (const receiver of receivers.values()) receiver.stop()
      await fabric.stop()
    }
  }
}
