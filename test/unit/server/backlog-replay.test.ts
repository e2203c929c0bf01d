import { expect, it } from 'vitest'
import { BacklogReplay } from '../../../src-main/server/backlog-replay'
import type { LabEvent } from '../../../src-shared/events'
import { BATCH_EVENTS_MAX } from '../../../src-shared/wire/event-batches'
import { decodeEvents, encodeEvents } from '../../../src-shared/wire/events'

const note = (seq: number): LabEvent => ({ kind: 'notice', level: 'info', text: `event ${seq}`, t: seq, seq })
const encode = (events: readonly LabEvent[]) => encodeEvents(events).slice()
const notes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => note(from + i))

it('is encoded once for all pages, in slices of a bounded length, and goes on with what came since', () => {
  const welcome = new BacklogReplay(1, notes(1, 10_000), encode)
  const live = encode(notes(10_001, 10_002))
  welcome.append(live)
  const first: Uint8Array[] = []
  for (let place = 0, batch; (batch = welcome.at(place)) !== null; place++) first.push(batch)
  for (const [place, batch] of first.entries()) expect(welcome.at(place), 'the same bytes').toBe(batch)
  expect(first.map((batch) => decodeEvents(batch).length)).toEqual([BATCH_EVENTS_MAX, BATCH_EVENTS_MAX, 2000, 2])
  expect(first.at(-1)).toBe(live)
  expect(first.flatMap((batch) => decodeEvents<LabEvent>(batch).map(({ seq }) => seq))).toEqual(
    notes(1, 10_002).map(({ seq }) => seq)
  )
  expect(welcome.at(first.length)).toBe(null)
})

it('is kept for those who read it, and for others while little came since, but never beyond its bound', () => {
  const welcome = new BacklogReplay(1, [], encode)
  const append = (mib: number) => welcome.append(new Uint8Array(mib * 1024 * 1024))
  expect(welcome.isNeeded).toBe(true)
  append(2)
  expect([welcome.isStale, welcome.isNeeded]).toEqual([true, false])
  welcome.reader_count = 1
  expect(welcome.isNeeded).toBe(true)
  append(15)
  expect([welcome.isOverflowed, welcome.isNeeded]).toEqual([true, false])
})
