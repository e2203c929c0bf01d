import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packBody } from '../../../src-shared/wire/frame-codec'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'
import { FRAME_BYTES_MAX } from '../../../src-shared/wire/frame'
import { writeU32 } from '../../../src-shared/wire/bytes'
import { FabricProcess, FramedSocket, Receiver } from './harness'
import { closeChannel } from '../../../src-main/lab/nodes/close-channel'

let fabric: FabricProcess
let receiver: Receiver
let other_sender: FramedSocket
let other_receiver: FramedSocket

beforeEach(async () => {
  fabric = await FabricProcess.start({ nodes: ['a', 'b'] })
  receiver = await Receiver.start()
  fabric.target('b', receiver.port)
  ;[other_sender, other_receiver] = await connectPair()
})

afterEach(async () => {
  for (const { socket } of [other_sender, other_receiver]) socket.destroy()
  receiver.stop()
  await fabric.stop()
})

async function connectPair(): Promise<[FramedSocket, FramedSocket]> {
  const accepted = receiver.accepted()
  const sender = await FramedSocket.connect(fabric.ports['a>b']!)
  return [sender, await accepted]
}

const notices = () => fabric.eventsOf('notice').map((event) => event.text)

/** Everybody else goes on as if nothing had happened. */
async function expectOthersUnharmed(): Promise<void> {
  other_sender.say('still here')
  await other_receiver.until(() => other_receiver.bodies.includes('still here'))
  const [late, receiving] = await connectPair()
  late.say('new one')
  await receiving.until(() => receiving.bodies.includes('new one'))
  late.socket.destroy()
}

describe('a connection that sends no frames', () => {
  const oversized = new Uint8Array(64)
  writeU32(oversized, 0, FRAME_BYTES_MAX)
  const attacks: [name: string, bytes: Uint8Array][] = [
    ['an oversized length', oversized],
    ['a length below the header', new Uint8Array(64)],
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(3))]
  ]
  for (const [name, bytes] of attacks) {
    it(`is closed with a notice, it alone: ${name}`, async () => {
      const [attacker] = await connectPair()
      attacker.socket.write(bytes)
      await attacker.until(() => attacker.ended !== null)
      await fabric.until(() => notices().length === 1)
      expect(notices()[0]).toMatch(/^a>b: closed a connection that sent no frames: a frame of \d+ bytes/)
      await expectOthersUnharmed()
    })
  }

  it('and a crowd of them sending garbage, leave the fabric alive', async () => {
    const attackers: FramedSocket[] = []
    // One after the other, so that each is taken for itself at the receiver, and none for who comes after them.
    for (let i = 0; i < 50; i++) attackers.push((await connectPair())[0])
    for (const attacker of attackers) attacker.socket.write(Buffer.alloc(500, 0xff))
    await Promise.all(attackers.map((attacker) => attacker.until(() => attacker.ended !== null)))
    await expectOthersUnharmed()
  })
})

it('a frame cut short by the end of its connection is not passed on', async () => {
  const [sender, receiving] = await connectPair()
  sender.say('whole')
  sender.socket.end(
    encodeFrame({ kind: 1, traced: false, type_code: 0, n: 2, boot: 1, lamport: 0, vector: [] }, 'cut').subarray(0, 20)
  )
  await receiving.until(() => receiving.ended !== null)
  expect(receiving.bodies).toEqual(['whole'])
  await fabric.until(() => notices().includes('a>b: a connection ended within a frame'))
  await expectOthersUnharmed()
})

it('a corrupted frame keeps the framing and is found by the receiver’s checksum', async () => {
  await fabric.apply({ link: 'a>b', settings: { corrupt_percent: 100 } })
  const count = 200
  for (let i = 0; i < count; i++) other_sender.say({ text: 'x'.repeat(i) }, { traced: true })
  await other_receiver.until(() => other_receiver.frames.length === count)
  expect(other_receiver.frames.every((frame) => !frame.intact)).toBe(true)
  await fabric.until(() => fabric.eventsOf('delivered').length === count)
  expect(fabric.eventsOf('delivered').every((event) => event.corrupted)).toBe(true)
  expect(new Set(fabric.eventsOf('delivered').map((event) => event.n)).size).toBe(count)
})

it('an altered frame has a right checksum, and says something else', async () => {
  await fabric.apply({ link: 'a>b', settings: { alter_percent: 100 } })
  const count = 50
  for (let i = 0; i < count; i++) other_sender.say('x'.repeat(20), { traced: true })
  await other_receiver.until(() => other_receiver.frames.length === count)
  expect(other_receiver.frames.every((frame) => frame.intact)).toBe(true)
  await fabric.until(() => fabric.eventsOf('delivered').length === count)
  expect(fabric.eventsOf('delivered').every((event) => event.altered && !event.corrupted)).toBe(true)
  expect(other_receiver.bodies).not.toContain('x'.repeat(20))
})

it('a receiver that does not read stops the sender, not the fabric', async () => {
  other_receiver.socket.pause()
  const body = packBody('x'.repeat(100_000))
  const frame = encodeFrame({ kind: 1, traced: false, type_code: 0, n: 1, boot: 1, lamport: 0, vector: [] }, body)
  let sent = 0
  while (other_sender.socket.write(frame) || (await Promise.race([once(other_sender.socket, 'drain'), stalled()]))) sent++
  // Kernel buffers on both sides and the fabric's megabyte, but not without end.
  expect(sent * frame.length).toBeLessThan(64 * 1024 * 1024)
  const [other, receiving] = await connectPair()
  other.say('meanwhile')
  await receiving.until(() => receiving.bodies.includes('meanwhile'))
  other_receiver.socket.resume()
  await other_receiver.until(() => other_receiver.frames.length === sent + 1)
  expect(other_receiver.frames.every((each) => each.intact)).toBe(true)
})

/** Resolves to false when nothing has drained for a while. */
function stalled(): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), 500))
}

it('the fabric ends when its parent’s channel closes', async () => {
  closeChannel(fabric.child)
  const [code] = (await once(fabric.child, 'exit')) as [number]
  expect(code).toBe(0)
  await other_sender.until(() => other_sender.ended !== null)
})
