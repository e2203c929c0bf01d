import { expect, it } from 'vitest'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkSettingsChange } from '../../../src-shared/network/netem'
import type { LinkOrder } from '../../../src-main/fabric/control'
import { createDraw } from '../../../src-shared/network/draw'
import { FabricProcess, FramedSocket, Receiver } from './harness'

const SEED = 31
const CHANGES = 1000
const NODES = ['a', 'b', 'c']

/** Changes that must keep every connection: any settings, cut and heal. */
function randomOrders(count: number): LinkOrder[] {
  const draw = createDraw(SEED, 'any>any')
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

it(`a thousand random changes under load drop no connection (seed ${SEED})`, async () => {
  const fabric = await FabricProcess.start({ nodes: NODES, seed: SEED })
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
  const load = setInterval(() => pairs.forEach(({ sender }) => sender.say('load', { traced: true })), 1)

  for (const order of randomOrders(CHANGES)) await fabric.apply(order)
  clearInterval(load)
  await fabric.apply(
    ...Object.keys(fabric.ports).map((link) => ({ link: link as LinkOrder['link'], mode: 'open' as const, settings: CLEAR_LINK }))
  )
  for (const { sender, receiving } of pairs) {
    sender.say('last')
    await receiving.until(() => receiving.bodies.includes('last'))
    expect([sender.ended, receiving.ended]).toEqual([null, null])
  }
  const causes = new Set(fabric.eventsOf('dropped').map((event) => event.cause))
  expect(causes.has('cut') && causes.has('loss')).toBe(true)

  for (const { sender } of pairs) sender.socket.destroy()
  for (const receiver of receivers.values()) receiver.stop()
  await fabric.stop()
})

it('a change is in force for every frame sent after it, on all its links alike', async () => {
  const fabric = await FabricProcess.start({ nodes: ['a', 'b'], clients: ['c'] })
  const receiver = await Receiver.start()
  fabric.target('b', receiver.port)
  const senders = await Promise.all([FramedSocket.connect(fabric.ports['a>b']!), FramedSocket.connect(fabric.ports['c>b']!)])
  for (let round = 1; round <= 50; round++) {
    const wanted = senders.map((sender) => sender.say('open', { traced: true }))
    await fabric.until(() => fabric.eventsOf('delivered').length === 2 * round)
    await fabric.apply({ link: 'a>b', mode: 'cut' }, { link: 'c>b', mode: 'cut' })
    const lost = senders.map((sender) => sender.say('cut', { traced: true }))
    await fabric.until(() => fabric.eventsOf('dropped').length === 2 * round)
    await fabric.apply({ link: 'a>b', mode: 'open' }, { link: 'c>b', mode: 'open' })
    const fates = [...fabric.eventsOf('delivered').slice(-2), ...fabric.eventsOf('dropped').slice(-2)]
    expect(fates.map((event) => event.n).sort()).toEqual([...wanted, ...lost].sort())
  }
  for (const { socket } of senders) socket.destroy()
  receiver.stop()
  await fabric.stop()
})

it('a delay is never shorter than asked, whatever else passes', async () => {
  const fabric = await FabricProcess.start({ nodes: ['a', 'b'] })
  const receiver = await Receiver.start()
  fabric.target('b', receiver.port)
  const sender = await FramedSocket.connect(fabric.ports['a>b']!)
  await fabric.apply({ link: 'a>b', settings: { delay_ms: 5.7 } })
  let sent = 0
  while (sent < 300) {
    sent = sender.say('timed', { traced: true })
    await new Promise((resolve) => setImmediate(resolve))
  }
  await fabric.until(() => fabric.eventsOf('delivered').length === sent)
  expect(Math.min(...fabric.eventsOf('delivered').map((event) => event.late_us))).toBeGreaterThanOrEqual(5700)
  expect(fabric.eventsOf('delivered').map((event) => event.n)).toEqual(Array.from({ length: sent }, (_, i) => i + 1))
  sender.socket.destroy()
  receiver.stop()
  await fabric.stop()
})

it('a delay taken back frees what already waits, in order', async () => {
  const fabric = await FabricProcess.start({
    nodes: ['a', 'b'],
    links: { 'a>b': { settings: { ...CLEAR_LINK, delay_ms: 600_000 } } }
  })
  const receiver = await Receiver.start()
  fabric.target('b', receiver.port)
  const accepted = receiver.accepted()
  const sender = await FramedSocket.connect(fabric.ports['a>b']!)
  const receiving = await accepted
  const numbers = Array.from({ length: 20 }, (_, i) => i)
  for (const i of numbers) sender.say(i)
  await fabric.until(() => fabric.eventsOf('links').some((event) => event.counters['a>b']?.queued === 20))
  await fabric.apply({ link: 'a>b', settings: { delay_ms: 1 } })
  await receiving.until(() => receiving.bodies.length === 20)
  expect(receiving.bodies).toEqual(numbers)
  sender.socket.destroy()
  receiver.stop()
  await fabric.stop()
})
