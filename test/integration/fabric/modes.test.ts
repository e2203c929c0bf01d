import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { FramedSocket, FabricProcess, Receiver } from './harness'

let fabric: FabricProcess
let receiver: Receiver
const open: FramedSocket[] = []

beforeEach(async () => {
  fabric = await FabricProcess.start({ nodes: ['a', 'b'], clients: ['c'] })
  receiver = await Receiver.start()
  fabric.target('b', receiver.port)
})

afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy()
  receiver.stop()
  await fabric.stop()
})

/** A connection from a to b through the proxy, with both ends. */
async function connectThrough(link: 'a>b' | 'c>b' = 'a>b'): Promise<[sender: FramedSocket, receiving: FramedSocket]> {
  const accepted = receiver.accepted()
  const sender = await FramedSocket.connect(fabric.ports[link]!)
  open.push(sender)
  sender.hello()
  const receiving = await accepted
  await receiving.until(() => receiving.frames.length === 1)
  return [sender, receiving]
}

/** The next message gets through, and nothing before it is still under way. */
async function expectPassage(sender: FramedSocket, receiving: FramedSocket, body: string): Promise<void> {
  sender.say(body)
  await receiving.until(() => receiving.bodies.includes(body))
}

describe('an open link', () => {
  it('passes frames on in order, and the replies back', async () => {
    const [client, node] = await connectThrough('c>b')
    for (let i = 0; i < 1000; i++) client.say(i)
    await node.until(() => node.bodies.length === 1000)
    expect(node.bodies).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    for (let i = 0; i < 1000; i++) node.say(i)
    await client.until(() => client.bodies.length === 1000)
    expect(client.bodies).toEqual(node.bodies)
  })

  it('reports the fate of traced frames only, and counts them all', async () => {
    const [sender, receiving] = await connectThrough()
    sender.say('untraced')
    const n = sender.say('traced', { traced: true })
    await receiving.until(() => receiving.bodies.length === 2)
    await fabric.until(() => fabric.eventsOf('links').some((event) => event.counters['a>b']?.delivered === 2))
    expect(fabric.eventsOf('delivered')).toMatchObject([
      { from: 'a', to: 'b', boot: 1, n, late_us: 0, copy: 0, corrupted: false }
    ])
  })

  it('passes a large frame and a half-close with the reply after it', async () => {
    const [client, node] = await connectThrough('c>b')
    const large = 'x'.repeat(5_000_000)
    client.say(large)
    await node.until(() => node.bodies.length === 1)
    expect(node.bodies[0] === large).toBe(true)
    node.socket.allowHalfOpen = true
    client.socket.end()
    await once(node.socket, 'end')
    node.say('late reply')
    await client.until(() => client.bodies.length === 1)
    expect(client.bodies).toEqual(['late reply'])
  })

  it('closes the sender’s connection when the receiver goes or is not there', async () => {
    const [sender, receiving] = await connectThrough()
    receiving.socket.destroy()
    await sender.until(() => sender.ended !== null)
    fabric.target('b', null)
    const late = await FramedSocket.connect(fabric.ports['a>b']!)
    await late.until(() => late.ended !== null)
    expect(late.ended).toBe('end')
  })

  it('leads new connections to where the node listens now', async () => {
    await connectThrough()
    const second = await Receiver.start()
    fabric.target('b', second.port)
    const accepted = second.accepted()
    open.push(await FramedSocket.connect(fabric.ports['a>b']!))
    await accepted
    second.stop()
  })
})

describe('a cut link', () => {
  it('swallows frames, keeps the connection, and passes frames again once healed', async () => {
    const [sender, receiving] = await connectThrough()
    await expectPassage(sender, receiving, 'before')
    await fabric.apply({ link: 'a>b', mode: 'cut' })
    const lost = sender.say('during', { traced: true })
    await fabric.until(() => fabric.eventsOf('dropped').length === 1)
    await fabric.apply({ link: 'a>b', mode: 'open' })
    await expectPassage(sender, receiving, 'after')
    expect(receiving.bodies).toEqual(['before', 'after'])
    expect(fabric.eventsOf('dropped')).toMatchObject([{ from: 'a', to: 'b', n: lost, cause: 'cut' }])
    expect([sender.ended, receiving.ended]).toEqual([null, null])
  })

  it('loses what is inside it, and cuts one direction only', async () => {
    const [client, node] = await connectThrough('c>b')
    await fabric.apply({ link: 'b>c', settings: { delay_ms: 50 } })
    node.say('in flight', { traced: true })
    client.say('marker')
    await node.until(() => node.bodies.length === 1)
    await fabric.apply({ link: 'b>c', mode: 'cut' })
    await fabric.until(() => fabric.eventsOf('dropped').length === 1)
    expect(fabric.eventsOf('dropped')).toMatchObject([{ from: 'b', to: 'c', cause: 'cut' }])
    await expectPassage(client, node, 'other direction')
    expect(client.bodies).toEqual([])
  })

  it('holds a new connection’s handshake and the news of an end until it is healed', async () => {
    const [sender, receiving] = await connectThrough()
    await fabric.apply({ link: 'a>b', mode: 'cut' })
    sender.socket.destroy()
    const late = await FramedSocket.connect(fabric.ports['a>b']!)
    open.push(late)
    late.hello('late')
    late.say('lost', { traced: true })
    await fabric.until(() => fabric.eventsOf('dropped').length === 1)
    expect(receiver.connections).toHaveLength(1)
    expect(receiving.ended).toBe(null)
    const accepted = receiver.accepted()
    await fabric.apply({ link: 'a>b', mode: 'open' })
    const healed = await accepted
    await expectPassage(late, healed, 'found')
    expect(healed.frames.map((frame) => frame.body)).toEqual([{ from: 'late', boot: 1 }, 'found'])
    await receiving.until(() => receiving.ended !== null)
  })

  it('can be several links, all or none', async () => {
    await expect(fabric.apply({ link: 'a>b', mode: 'cut' }, { link: 'a>nowhere', mode: 'cut' })).rejects.toThrow(
      'no link a>nowhere'
    )
    const t = await fabric.apply({ link: 'a>b', mode: 'cut' }, { link: 'b>a', settings: { delay_ms: 3 } })
    await fabric.until(() => fabric.eventsOf('link-changed').length > 0)
    expect(fabric.eventsOf('link-changed')).toEqual([
      {
        kind: 'link-changed',
        t,
        links: [
          { link: 'a>b', mode: 'cut', settings: CLEAR_LINK },
          { link: 'b>a', mode: 'open', settings: { ...CLEAR_LINK, delay_ms: 3 } }
        ]
      }
    ])
  })
})

describe('a refusing link', () => {
  it('closes connections, really refuses new ones, and accepts on the same port once healed', async () => {
    const [sender] = await connectThrough()
    await fabric.apply({ link: 'a>b', mode: 'refuse' })
    await sender.until(() => sender.ended !== null)
    await expect(FramedSocket.connect(fabric.ports['a>b']!)).rejects.toThrow('ECONNREFUSED')
    await fabric.apply({ link: 'a>b', mode: 'open' })
    await connectThrough()
  })

  it('ends up as last told when told quickly', async () => {
    const modes = ['refuse', 'open', 'refuse', 'open', 'refuse'] as const
    await Promise.all(modes.map((mode) => fabric.apply({ link: 'a>b', mode })))
    await expect(FramedSocket.connect(fabric.ports['a>b']!)).rejects.toThrow('ECONNREFUSED')
    await Promise.all(([...modes, 'open'] as const).map((mode) => fabric.apply({ link: 'a>b', mode })))
    await connectThrough()
  })

  it('can be so from the start', async () => {
    const other = await FabricProcess.start({ nodes: ['a', 'b'], links: { 'a>b': { mode: 'refuse' } } })
    await expect(FramedSocket.connect(other.ports['a>b']!)).rejects.toThrow('ECONNREFUSED')
    await other.stop()
  })
})

describe('a resetting link', () => {
  it('resets connections, and new ones too', async () => {
    const [sender, receiving] = await connectThrough()
    await fabric.apply({ link: 'a>b', mode: 'reset' })
    await Promise.all([sender.until(() => sender.ended !== null), receiving.until(() => receiving.ended !== null)])
    expect([sender.ended, receiving.ended]).toEqual(['ECONNRESET', 'ECONNRESET'])
    const late = await FramedSocket.connect(fabric.ports['a>b']!).catch((error: Error) => error)
    if (late instanceof FramedSocket) {
      await late.until(() => late.ended !== null)
      expect(late.ended).toBe('ECONNRESET')
    } else {
      expect(late.message).toContain('ECONNRESET')
    }
  })
})

describe('a half-open link', () => {
  it('closes the receiver’s side, swallows what the sender says, and resets the sender once healed', async () => {
    const [sender, receiving] = await connectThrough()
    await fabric.apply({ link: 'a>b', mode: 'half-open' })
    await receiving.until(() => receiving.ended !== null)
    const late = await FramedSocket.connect(fabric.ports['a>b']!)
    for (const each of [sender, late]) each.say('swallowed', { traced: true })
    await fabric.until(() => fabric.eventsOf('dropped').length === 2)
    expect(fabric.eventsOf('dropped').map((event) => event.cause)).toEqual(['half-open', 'half-open'])
    expect([sender.ended, late.ended]).toEqual([null, null])
    await fabric.apply({ link: 'a>b', mode: 'open' })
    await Promise.all([sender.until(() => sender.ended !== null), late.until(() => late.ended !== null)])
    expect([sender.ended, late.ended]).toEqual(['ECONNRESET', 'ECONNRESET'])
    await connectThrough()
  })
})
