import { describe, expect, it, vi } from 'vitest'
import { Backlog } from '../../../src-main/server/backlog'
import { BacklogReplay } from '../../../src-main/server/backlog-replay'
import type { LabEvent } from '../../../src-shared/events'
import { decodeEvents } from '../../../src-shared/wire/events'
import { collect, note, once, useServer } from './server-harness'
import type { Page } from './server-harness'

const harness = useServer()
const { open } = harness

describe('the socket', () => {
  it('says hello to a page with the token', async () => {
    const [hello] = await once<[{ version: string }]>(open(), 'hello')
    expect(hello.version).toBe('0.0.0')
  })

  it('refuses a page without the token, or with a wrong one', async () => {
    for (const auth of [{}, { token: '' }, { token: 'guess' }, { token: 7 }, { token: null }]) {
      const [error] = await once<[Error]>(open({ auth }), 'connect_error')
      expect(error.message).toContain('lacks the token')
    }
  })

  it('refuses a page from elsewhere, token or not', async () => {
    for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'null']) {
      const [error] = await once<[Error]>(open({ origin }), 'connect_error')
      expect(error.message).toBe('websocket error')
    }
  })

  it('streams events in order, to a late page too', async () => {
    const early = open()
    await once(early, 'hello')
    const live = collect(early, 3)
    harness.lab.say(note(1), note(2))
    harness.lab.say(note(3))
    expect((await live).events).toEqual([note(1), note(2), note(3)])

    harness.lab.say(note(4))
    const late = await collect(open(), 4)
    expect(late).toEqual({ run: 1, events: [note(1), note(2), note(3), note(4)] })
  })

  it('streams a burst at once, in batches of a bounded length', async () => {
    const page = open()
    await once(page, 'hello')
    const lengths: number[] = []
    page.on('events', (_, batch) => lengths.push(decodeEvents(new Uint8Array(batch)).length))
    const live = collect(page, 10_000)
    harness.lab.say(...Array.from({ length: 10_000 }, (_, i) => note(i + 1)))
    expect((await live).events.map(({ seq }) => seq)).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 1))
    expect(lengths).toEqual([4000, 4000, 2000])
  })

  describe('shows pages that join at once a long run', () => {
    // As many as the backlog keeps of these.
    const COUNT = 19_000
    const all = Array.from({ length: COUNT + 3 }, (_, i) => i + 1)
    const seqsOf = async (page: Page) => (await collect(page, COUNT + 3)).events.map(({ seq }) => seq)

    it('encoded once, and each gets every event once and in order, those that come meanwhile as well', async () => {
      harness.lab.say(...Array.from({ length: COUNT }, (_, i) => note(i + 1)))
      const built = vi.spyOn(Backlog.prototype, 'events')
      const joined = Array.from({ length: 10 }, () => seqsOf(open()))
      await once(open(), 'hello')
      for (const seq of [1, 2, 3]) {
        harness.lab.say(note(COUNT + seq))
        await once(open(), 'events')
      }
      for (const seqs of await Promise.all(joined)) expect(seqs).toEqual(all)
      expect(built).toHaveBeenCalledOnce()
    })

    it('one slice in each turn of the event loop, so that nothing else has to wait for more than that', async () => {
      harness.lab.say(...Array.from({ length: COUNT + 3 }, (_, i) => note(i + 1)))
      let turn = 0
      let counter = setImmediate(function count() {
        turn += 1
        counter = setImmediate(count)
      })
      const turns: number[] = []
      const { at } = BacklogReplay.prototype
      const taken = vi.spyOn(BacklogReplay.prototype, 'at').mockImplementation(function (this: BacklogReplay, place: number) {
        turns.push(turn)
        return at.call(this, place)
      })
      await Promise.all(Array.from({ length: 6 }, () => seqsOf(open())))
      clearImmediate(counter)
      taken.mockRestore()
      expect(turns.length).toBeGreaterThan(25)
      const inOneTurn = turns.map((one) => turns.filter((other) => other === one).length)
      // This counter takes its own turns: two may fall between two of its steps, but not one for each page.
      expect(Math.max(...inOneTurn), `slices in turns ${turns.join(', ')}`).toBeLessThanOrEqual(2)
    })

    it('while the first page gets what comes, however slowly they read', async () => {
      const first = open()
      await once(first, 'hello')
      const early = seqsOf(first)
      harness.lab.say(...Array.from({ length: COUNT }, (_, i) => note(i + 1)))
      const slow = open()
      const late = seqsOf(slow)
      await once(slow, 'events')
      const { ws } = slow.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }
      ws.pause()
      harness.lab.say(note(COUNT + 1), note(COUNT + 2), note(COUNT + 3))
      expect(await early).toEqual(all)
      ws.resume()
      expect(await late).toEqual(all)
    })

    it('and then the run that begins meanwhile', async () => {
      harness.lab.say(...Array.from({ length: COUNT }, (_, i) => note(i + 1)))
      const page = open()
      const runs = new Map<number, number[]>()
      page.on('events', (run, batch) => {
        const seqs = decodeEvents<LabEvent>(new Uint8Array(batch)).map(({ seq }) => seq)
        runs.set(run, [...(runs.get(run) ?? []), ...seqs])
      })
      await once(page, 'events')
      harness.lab.change({ run: 2, phase: 'running' })
      harness.lab.say(note(1), note(2))
      await vi.waitUntil(() => runs.get(2)?.length === 2)
      expect(runs.get(2)).toEqual([1, 2])
      harness.lab.say(note(3))
      await vi.waitUntil(() => runs.get(2)?.length === 3)
    })
  })

  it('forgets the events of an older run', async () => {
    harness.lab.say(note(1))
    harness.lab.change({ run: 2, phase: 'running' })
    harness.lab.say(note(1), note(2))
    expect(await collect(open(), 2)).toEqual({ run: 2, events: [note(1), note(2)] })
  })
})
