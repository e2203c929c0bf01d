import { beforeEach, expect, it } from 'vitest'
import { NoSuchTargetError } from '../../../src-main/lab/faults/targets'
import { Timeline } from '../../../src-main/lab/faults/timeline'
import { timelineEntrySchema } from '../../../src-shared/scenario/sections/timeline'
import type { TimelineEntry } from '../../../src-shared/scenario/sections/timeline'
import { createVirtualTime } from '../support/virtual-time'
import type { VirtualTime } from '../support/virtual-time'

let happened: string[]
let time: VirtualTime
let timeline: Timeline
/** Labels of entries that nobody answers to before the time, in ms. */
let absent_until: Map<string, number>

const entry = (fields: object): TimelineEntry => timelineEntrySchema.parse({ action: { do: 'heal' }, ...fields })

function begin(...entries: TimelineEntry[]) {
  const write = (text: string) => happened.push(`${Math.round(time.now_us() / 1000)} ${text}`)
  let fault = 0
  timeline = new Timeline(entries, {
    scheduler: time,
    act: ({ label }) => {
      if (label === 'impossible') throw new Error('no')
      if (time.now_us() / 1000 < (absent_until.get(label!) ?? 0)) throw new NoSuchTargetError('nobody')
      write(label!)
      return ++fault
    },
    undo: (number) => write(`undo ${number}`),
    onFailure: ({ label }, error) => write(`${label} fails: ${error.message}`)
  })
  timeline.start()
}

beforeEach(() => {
  time = createVirtualTime()
  happened = []
  absent_until = new Map()
})

it('does each entry at its time, whatever their order in the file', () => {
  begin(entry({ at: 2, label: 'later' }), entry({ at: 1, label: 'sooner' }))
  time.pass(3000)
  expect(happened).toEqual(['1000 sooner', '2000 later'])
})

it('undoes an entry after its time', () => {
  begin(entry({ at: 1, for: '500ms', label: 'cut' }))
  time.pass(3000)
  expect(happened).toEqual(['1000 cut', '1500 undo 1'])
})

it('repeats an entry, overlapping with itself where `for` is longer than `every`', () => {
  begin(entry({ at: 1, every: 1, times: 3, for: '1500ms', label: 'kill' }))
  time.pass(10_000)
  expect(happened).toEqual(['1000 kill', '2000 kill', '2500 undo 1', '3000 kill', '3500 undo 2', '4500 undo 3'])
})

it('waits a while for somebody to answer to a word', () => {
  absent_until.set('crash the leader', 2500)
  begin(entry({ at: 1, label: 'crash the leader' }), entry({ at: 2, label: 'meanwhile' }))
  time.pass(10_000)
  expect(happened).toEqual(['2000 meanwhile', '2500 crash the leader'])
})

it('gives up when nobody answers for three seconds, and undoes nothing', () => {
  absent_until.set('crash the leader', 60_000)
  begin(entry({ at: 1, for: 1, label: 'crash the leader' }))
  time.pass(10_000)
  expect(happened).toEqual(['4000 crash the leader fails: nobody'])
})

it('says at once what cannot be done at all', () => {
  begin(entry({ at: 1, for: 1, label: 'impossible' }))
  time.pass(5000)
  expect(happened).toEqual(['1000 impossible fails: no'])
})

it('skips the moment that is named by its place in the planned order, and no other of the same entry', () => {
  begin(entry({ at: 1, every: 1, times: 3, label: 'kill' }), entry({ at: '1500ms', label: 'cut' }))
  timeline.skip(2)
  time.pass(5000)
  expect(happened).toEqual(['1000 kill', '1500 cut', '3000 kill'])
})

it('skips no moment that has passed or that the plan does not have', () => {
  begin(entry({ at: 1, every: 1, times: 3, label: 'kill' }))
  time.pass(1500)
  expect(() => timeline.skip(0)).toThrow('moment 0 of the plan has passed')
  expect(() => timeline.skip(3)).toThrow('the plan has no moment 3')
  timeline.replan([entry({ at: 4, label: 'new' })])
  expect(() => timeline.skip(2)).toThrow('the plan has no moment 2')
  time.pass(5000)
  expect(happened).toEqual(['1000 kill', '4000 new'])
})

it('follows a new plan from now on; what is in force ends when it was to end', () => {
  begin(entry({ at: 1, for: 2, label: 'cut' }), entry({ at: 2, label: 'of the old plan' }))
  time.pass(1500)
  timeline.replan([entry({ at: 1, label: 'past' }), entry({ at: 4, label: 'of the new plan' })])
  time.pass(5000)
  expect(happened).toEqual(['1000 cut', '3000 undo 1', '4000 of the new plan'])
})

it('does nothing more once it is stopped, whatever the plan', () => {
  begin(entry({ at: 1, for: 1, every: 1, times: 5, label: 'kill' }))
  time.pass(1500)
  timeline.stop()
  timeline.replan([entry({ at: 2, label: 'new' })])
  time.pass(10_000)
  expect(happened).toEqual(['1000 kill'])
})
