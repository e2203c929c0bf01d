import { afterEach, expect, it } from 'vitest'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { FabricProcess, FramedSocket, Receiver } from './harness'

let fabric: FabricProcess
let receiver: Receiver
const open: FramedSocket[] = []

afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy()
  receiver.stop()
  await fabric.stop()
})

it('opens proxies to and from a node that joins, which carry frames and can be cut like any other', async () => {
  fabric = await FabricProcess.start({ nodes: ['a', 'b'], clients: ['c'] })
  receiver = await Receiver.start()
  const ports = await fabric.join('d', { 'a>d': { settings: { ...CLEAR_LINK, delay_ms: 5 } } })
  expect(Object.keys(ports).sort()).toEqual(['a>d', 'b>d', 'c>d', 'd>a', 'd>b'])
  fabric.target('d', receiver.port)
  const accepted = receiver.accepted()
  const sender = await FramedSocket.connect(ports['a>d']!)
  open.push(sender)
  sender.hello()
  const receiving = await accepted
  sender.say('welcome')
  await receiving.until(() => receiving.bodies.includes('welcome'))
  await fabric.apply({ link: 'a>d', mode: 'cut' })
  const newest = () => fabric.eventsOf('link-changed').at(-1)!.links[0]!
  await fabric.until(() => newest().mode === 'cut')
  expect(newest()).toMatchObject({ link: 'a>d', settings: { delay_ms: 5 } })
})
