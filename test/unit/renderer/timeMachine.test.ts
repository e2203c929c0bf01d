import { expect, test } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { EventArchive } from '../../../src-renderer/lab/eventArchive'
import { RunFolds } from '../../../src-renderer/lab/runFolds'
import { TimeMachine } from '../../../src-renderer/lab/timeMachine'
import { encodeEvents } from '../../../src-shared/wire/events'
import { minuteOfRaft, seededRandom } from '../support/stream'
import { plain } from './support/plain'

const EVENTS = minuteOfRaft()
/** Far fewer than in a page, so that a short run has keyframes, and too many of them. */
const BOUNDS = { events_apart: 150, keyframes_max: 6 }

function machineOf(events: readonly LabEvent[]) {
  const archive = new EventArchive()
  for (let at = 0; at < events.length; at += 97) {
    const batch = events.slice(at, at + 97)
    archive.append(encodeEvents(batch), batch)
  }
  const machine = new TimeMachine(archive, () => new RunFolds(null), BOUNDS)
  const head = new RunFolds(null)
  for (const event of events) {
    head.observe(event)
    machine.pass(head, event.seq)
  }
  return { machine, head }
}
function foldedTo(seq: number): unknown {
  const folds = new RunFolds(null)
  for (const event of EVENTS) if (event.seq <= seq) folds.observe(event)
  return plain(folds)
}
function go(machine: TimeMachine, seq: number): void {
  machine.depart(seq)
  expect(machine.work(Infinity, () => 0)).toBe(true)
}

test('at any moment it shows what folding from the start shows', () => {
  const { machine, head } = machineOf(EVENTS)
  const seed = 11
  const random = seededRandom(seed)
  for (let round = 0; round < 25; round++) {
    const seq = 1 + Math.floor(random() * EVENTS.length)
    go(machine, seq)
    expect(machine.seq).toBe(seq)
    expect(plain(machine.folds), `seed ${seed}, event ${seq}`).toEqual(foldedTo(seq))
  }
  expect(plain(head)).toEqual(foldedTo(EVENTS.length))
})

test('steps back and forth by one event', () => {
  const { machine } = machineOf(EVENTS)
  for (const seq of [700, 699, 698, 699, 700, 701, 600, 601]) {
    go(machine, seq)
    expect(plain(machine.folds), `event ${seq}`).toEqual(foldedTo(seq))
  }
})

test('travels in slices, and a new destination on the way is reached as well', () => {
  const { machine } = machineOf(EVENTS)
  let now_ms = 0
  const slice = () => machine.work(now_ms + 1, () => ++now_ms)
  machine.depart(140)
  expect(slice()).toBe(false)
  machine.depart(145)
  while (!slice());
  expect(plain(machine.folds)).toEqual(foldedTo(145))
  // Onward it moves the folds that are on show: half-way they are where they say they are.
  machine.depart(290)
  machine.work(0, () => 1)
  machine.depart(200)
  while (!slice());
  expect(plain(machine.folds)).toEqual(foldedTo(200))
})

test('before the first event there is nothing', () => {
  const { machine } = machineOf(EVENTS)
  go(machine, 500)
  go(machine, 0)
  expect(plain(machine.folds)).toEqual(plain(new RunFolds(null)))
})
