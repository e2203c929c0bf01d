import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Timeline } from '../../../src-main/lab/timeline'
import { timelineEntrySchema } from '../../../src-shared/scenario/schema'
import type { TimelineEntry } from '../../../src-shared/scenario/schema'

let happened: string[]
let timeline: Timeline

const entry = (fields: object): TimelineEntry => timelineEntrySchema.parse({ action: { do: 'heal' }, ...fields })

function begin(...entries: TimelineEntry[]) {
  const start = performance.now()
  const now_ms = () => performance.now() - start
  let fault = 0
  timeline = new Timeline(entries, {
    now_ms,
    act: async (_, label) => {
      happened.push(`${Math.round(now_ms())} ${label}`)
      return label === 'impossible' ? null : ++fault
    },
    undo: (number) => happened.push(`${Math.round(now_ms())} undo ${number}`)
  })
  timeline.start()
}

beforeEach(() => {
  vi.useFakeTimers()
  happened = []
})
afterEach(() => {
  timeline.stop()
  vi.useRealTimers()
})

it('does each entry at its time, whatever their order in the file', async () => {
  begin(entry({ at: 2, label: 'later' }), entry({ at: 1, label: 'sooner' }))
  await vi.advanceTimersByTimeAsync(3000)
  expect(happened).toEqual(['1000 sooner', '2000 later'])
})

it('undoes an entry after its time', async () => {
  begin(entry({ at: 1, for: '500ms', label: 'cut' }))
  await vi.advanceTimersByTimeAsync(3000)
  expect(happened).toEqual(['1000 cut', '1500 undo 1'])
})

it('repeats an entry, overlapping with itself where `for` is longer than `every`', async () => {
  begin(entry({ at: 1, every: 1, times: 3, for: '1500ms', label: 'kill' }))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(happened).toEqual(['1000 kill', '2000 kill', '2500 undo 1', '3000 kill', '3500 undo 2', '4500 undo 3'])
})

it('undoes nothing where nothing could be done', async () => {
  begin(entry({ at: 1, for: 1, label: 'impossible' }))
  await vi.advanceTimersByTimeAsync(5000)
  expect(happened).toEqual(['1000 impossible'])
})

it('does nothing more once it is stopped', async () => {
  begin(entry({ at: 1, for: 1, every: 1, times: 5, label: 'kill' }))
  await vi.advanceTimersByTimeAsync(1500)
  timeline.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(happened).toEqual(['1000 kill'])
})
