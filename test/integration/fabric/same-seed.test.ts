import { expect, it } from 'vitest'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { FabricProcess, FramedSocket, Receiver } from './harness'

const FRAMES = 500
const SETTINGS = { ...CLEAR_LINK, loss_percent: 30, duplicate_percent: 10, corrupt_percent: 10, delay_ms: 2, jitter_ms: 1 }

/** What becomes of each of many frames, by frame number; timing left out, since only the simulation replays that. */
async function decisions(seed: number): Promise<string[]> {
  const fabric = await FabricProcess.start({ nodes: ['a', 'b'], seed, links: { 'a>b': { settings: SETTINGS } } })
  const receiver = await Receiver.start()
  fabric.target('b', receiver.port)
  const sender = await FramedSocket.connect(fabric.ports['a>b']!)
  for (let i = 0; i < FRAMES; i++) sender.say(i, { traced: true })
  const fates = () => [...fabric.eventsOf('dropped'), ...fabric.eventsOf('delivered')]
  await fabric.until(() => {
    const counters = fabric.eventsOf('links').at(-1)?.counters['a>b']
    return counters?.offered === FRAMES && counters.queued === 0 && fates().length === FRAMES + counters.duplicated
  })
  sender.socket.destroy()
  receiver.stop()
  await fabric.stop()
  return fates()
    .map((event) => (event.kind === 'dropped' ? `${event.n} ${event.cause}` : `${event.n} ${event.copy} ${event.corrupted}`))
    .sort()
}

it('two runs with one seed decide the same for the same frames, and another seed decides otherwise', async () => {
  const [first, second, other] = [await decisions(8), await decisions(8), await decisions(9)]
  expect(second).toEqual(first)
  expect(other).not.toEqual(first)
})
