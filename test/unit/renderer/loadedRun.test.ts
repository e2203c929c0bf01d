import { expect, test } from 'vitest'
import { LoadedRun } from '../../../src-renderer/lab/run/loadedRun'
import { encodeEvents } from '../../../src-shared/wire/events'
import { minuteOfRaft } from '../support/stream'

const EVENTS = minuteOfRaft()

test('keeps newest state, bookmarks and the way back of what it is given', () => {
  let now_ms = 0
  const tape = new LoadedRun(null, () => now_ms++)
  for (let at = 0; at < EVENTS.length; at += 500) tape.push(encodeEvents(EVENTS.slice(at, at + 500)))
  const passed: number[] = []
  expect(tape.is_drained).toBe(false)
  while (!tape.is_drained) tape.drain(2, (event) => passed.push(event.seq))
  expect(passed).toEqual(EVENTS.map(({ seq }) => seq))
  expect(tape.whole).toBe(false)
  tape.end()
  expect(tape.whole).toBe(true)
  expect(tape.head_seq).toBe(EVENTS.length)
  expect(tape.head.cluster.now_us).toBe(Math.max(...EVENTS.map(({ t }) => t)))
  expect(tape.bookmarks.all.length).toBeGreaterThan(3)

  const crash = tape.bookmarks.all.find(({ title }) => title === 'n4 crashed')!
  tape.machine.startSeek(crash.seq)
  while (!tape.machine.work(0, () => 1));
  expect(tape.machine.folds!.cluster.nodes.get('n4')!.process).toBe('down')
  tape.machine.startSeek(crash.seq - 1)
  while (!tape.machine.work(0, () => 1));
  expect(tape.machine.folds!.cluster.nodes.get('n4')!.process).toBe('running')
  // The newest state has not moved.
  expect(tape.head.fold.events).toBe(EVENTS.length)
})
