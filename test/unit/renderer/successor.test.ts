import { expect, test } from 'vitest'
import { LoadedRun } from '../../../src-renderer/lab/run/loadedRun'
import { Successor } from '../../../src-renderer/lab/run/successor'
import { encodeEvents } from '../../../src-shared/wire/events'
import { minuteOfRaft } from '../support/stream'

const EVENTS = minuteOfRaft()
const PAST_SEQ = EVENTS[Math.floor(EVENTS.length / 2)]!.seq

/** Its clock goes on with every look, so a slice is short. */
function successorOf(events = EVENTS): Successor {
  let now_ms = 0
  const successor = new Successor(new LoadedRun(null, () => now_ms++), () => 0)
  for (let at = 0; at < events.length; at += 500) successor.run.push(encodeEvents(events.slice(at, at + 500)))
  return successor
}

function slices(successor: Successor, past_seq: number | null): number {
  for (let count = 1; count < 100_000; count++) if (successor.work(0, past_seq)) return count
  throw new Error('it never takes over')
}

test('takes over once all events are folded, and not before', () => {
  const successor = successorOf()
  while (!successor.run.is_drained) expect(successor.work(0, null)).toBe(false)
  expect(successor.work(0, null)).toBe(false)
  successor.run.end()
  expect(successor.work(0, null)).toBe(true)
  expect(successor.run.head_seq).toBe(EVENTS.at(-1)!.seq)
})

test('goes to the moment on show before it takes over', () => {
  const successor = successorOf()
  successor.run.end()
  expect(slices(successor, PAST_SEQ)).toBeGreaterThan(1)
  expect(successor.run.machine.seq).toBe(PAST_SEQ)
  expect(successor.run.machine.folds).not.toBeNull()
})

test('follows when another moment is chosen meanwhile', () => {
  const successor = successorOf()
  successor.run.end()
  slices(successor, PAST_SEQ)
  const other = EVENTS[100]!.seq
  slices(successor, other)
  expect(successor.run.machine.seq).toBe(other)
})
