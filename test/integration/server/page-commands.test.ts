import type { Socket } from 'socket.io-client'
import { describe, expect, it, vi } from 'vitest'
import type { CommandAnswer } from '../../../src-shared/lab-api'
import { collect, note, once, useServer } from './server-harness'
import type { Page } from './server-harness'

const harness = useServer()
const { open } = harness

describe('a command', () => {
  const send = (page: Page, command: unknown): Promise<CommandAnswer> =>
    (page as Socket).timeout(5000).emitWithAck('command', command) as Promise<CommandAnswer>

  it('reaches the lab with its defaults filled in', async () => {
    const page = open()
    const command = { command: 'act', action: { do: 'link', from: 'n1', to: 'n2', change: { mode: 'cut' } } }
    expect(await send(page, command)).toEqual({ ok: true, text: 'done' })
    expect(harness.lab.commands).toMatchObject([{ action: { both: true } }])
  })

  it('that is not understood is answered with one sentence and does not reach the lab', async () => {
    const page = open()
    const garbage = [null, 7, 'run', [], {}, { command: 'rm' }, { command: 'undo' }, { command: 'stop', force: true }]
    for (const command of [
      ...garbage,
      { command: 'act', action: { do: 'crash', node: '' } },
      { command: 'run', yaml: 'x'.repeat(300_000) }
    ]) {
      const answer = await send(page, command)
      expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/^This command is not understood: .+/) as string })
    }
    expect(harness.lab.commands).toEqual([])
  })

  it('that fails is answered with the reason', async () => {
    expect(await send(open(), { command: 'stop' })).toEqual({ ok: false, error: 'Nothing runs.' })
  })
})

describe('a page that misbehaves is let go, and the others never notice', () => {
  const protocol_violations: Record<string, (page: Page) => void> = {
    'an unknown event': (page) => (page as Socket).emit('shutdown'),
    'a command without a callback': (page) => (page as Socket).emit('command', { command: 'stop' }),
    'bytes that are no packet': (page) => page.io.engine.write(Buffer.from([0xc1, 0xff, 0x00]) as unknown as string),
    'a packet of the wrong shape': (page) => page.io.engine.write('9["command",{}]'),
    'more than a message may hold': (page) => (page as Socket).emit('command', 'x'.repeat(2_000_000), () => undefined)
  }
  for (const [name, violate] of Object.entries(protocol_violations)) {
    it(name, async () => {
      const good = open()
      const bad = open()
      await Promise.all([once(good, 'hello'), once(bad, 'hello')])
      const gone = once(bad, 'disconnect')
      violate(bad)
      await gone
      const live = collect(good, 1)
      harness.lab.say(note(1))
      expect((await live).events).toEqual([note(1)])
      expect(harness.lab.commands).toEqual([])
    })
  }
})

it.each([
  { what: 'many messages', length: 10_000, most: 10_000 },
  { what: 'few but long messages', length: 1_000_000, most: 200 }
])('a page that stops reading $what is let go, and the others go on', async ({ length, most }) => {
  const good = open()
  const stuck = open()
  await Promise.all([once(good, 'hello'), once(stuck, 'hello')])
  let seen = 0
  good.on('state', () => (seen += 1))
  const { ws } = stuck.io.engine.transport as unknown as { ws: { pause(): void } }
  ws.pause()

  const reason = 'x'.repeat(length)
  let said = 0
  for (; harness.server.pages() > 1 && said < most; said += 1) {
    harness.lab.change({ error: reason })
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(harness.server.pages()).toBe(1)
  await vi.waitUntil(() => seen === said)
})
