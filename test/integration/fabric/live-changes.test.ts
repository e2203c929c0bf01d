import { expect, it } from 'vitest'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import type { LinkOrder } from '../../../src-main/fabric/control'
import { FabricProcess, FramedSocket, Receiver } from './harness'
import { randomOrders, startMesh } from './mesh'

const SEED = 31
const CHANGES = 1000

it(`a thousand random changes under load drop no connection (seed ${SEED})`, async () => {
  const { fabric, pairs, quiet, stop } = await startMesh(SEED)
  for (const order of randomOrders(SEED, CHANGES)) await fabric.apply(order)
  quiet()
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
  await stop()
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
