import { describe, expect, test } from 'vitest'
import { knownLinks, linkNamed } from '../../../src-renderer/lab/lessons/askedPlaces'
import { chapterOf } from '../../../src-renderer/lab/lessons/chapter'
import {
  NEW_RECORD,
  atStep,
  isDone,
  isGoalMet,
  isLocked,
  lessonRecordSchema,
  progressText
} from '../../../src-renderer/lab/lessons/lessonRecord'
import type { ShownRun } from '../../../src-shared/lessons/shown-run'
import { RunWatch } from '../../../src-renderer/lab/lessons/runWatch'
import type { LabEvent } from '../../../src-shared/events'
import type { LessonListing } from '../../../src-shared/lab-api'
import { runSchema, trySchema } from '../../../src-shared/lessons/lesson'
import type { Step } from '../../../src-shared/lessons/lesson'
import { predictionSchema } from '../../../src-shared/lessons/prediction'

const run = runSchema.parse({
  name: 'election',
  scenario: 'any',
  marks: {
    cut: { event: 'fault-started', where: { by: 'timeline' } },
    elected: { event: 'role', where: { role: 'leader' }, after: 'cut' }
  },
  hand: [{ say: 'Crash B', after: 'cut', action: { do: 'crash', node: 'B' } }],
  until: 'elected',
  limit: '8s'
})
const attempt = trySchema.parse({
  name: 'again',
  scenario: 'any',
  marks: { goal: { event: 'role' } },
  goal: 'goal',
  hints: ['Do it.'],
  solution: [{ say: 'Crash B', action: { do: 'crash', node: 'B' } }],
  claims: [{ figure: 'time goal', at_most: 1000 }]
})
const predict = predictionSchema.parse({ ask: 'link', right: 'B→A', because: 'so it is' })
const text = { title: 'Step', text: [], line: 1 }
const steps: Step[] = [
  { ...text, kind: 'predict', predict },
  { ...text, kind: 'run', run },
  { ...text, kind: 'explain' },
  { ...text, kind: 'try', attempt }
]
const lesson = { steps }

let seq = 0
const event = (kind: string, t_ms: number, fields: object = {}) =>
  ({ kind, seq: ++seq, t: t_ms * 1000, ...fields }) as unknown as LabEvent
const cut = () => event('fault-started', 4000, { by: 'timeline', action: { do: 'heal' } })
const crash = (t_ms: number) => event('fault-started', t_ms, { by: 'person', action: { do: 'crash', node: 'B' } })

describe('a run of a lesson is watched', () => {
  test('up to its mark, and what comes after that changes nothing', () => {
    const watching = new RunWatch(lesson, run)
    expect(watching.observe(event('role', 100, { role: 'leader' }))).toBe(true)
    expect(watching.observe(event('role', 200, { role: 'leader' }))).toBe(false)
    expect(watching.observe(cut())).toBe(true)
    expect(watching.ended).toBeNull()
    watching.observe(event('role', 4137, { role: 'leader' }))
    expect(watching.ended).toBe('mark')
    expect(watching.observe(event('run-ended', 5000))).toBe(false)
    expect(watching.marks.reached.get('elected')!.t_us).toBe(4_137_000)
  })
  test('slower from a mark on', () => {
    const watching = new RunWatch(lesson, { ...run, slow: { from: 'cut', pace: 0.05 } })
    watching.observe(event('role', 100, { role: 'leader' }))
    expect(watching.slow_pace).toBeNull()
    watching.observe(cut())
    expect(watching.slow_pace).toBe(0.05)
  })
  test('up to where its goal can no longer be met', () => {
    const missed = { at: 'other', say: 'B leads: try again.' }
    const marks = { goal: { event: 'role', where: { node: 'C' } }, other: { event: 'role', where: { node: 'B' } } }
    const watched = trySchema.parse({ ...attempt, limit: '8s', claims: [], marks, missed })
    const lost = new RunWatch(lesson, watched)
    expect(lost.observe(event('role', 900, { node: 'B' }))).toBe(true)
    expect(lost.ended).toBe('missed')
    const met = new RunWatch(lesson, watched)
    met.observe(event('role', 900, { node: 'C' }))
    expect(met.ended).toBe('mark')
  })
  test('up to its limit, or to its own end', () => {
    const late = new RunWatch(lesson, run)
    late.observe(event('notice', 8000))
    expect(late.ended).toBeNull()
    late.observe(event('notice', 8001))
    expect(late.ended).toBe('limit')
    const over = new RunWatch(lesson, run)
    over.observe(event('run-ended', 3000))
    expect(over.ended).toBe('over')
  })
  test('it stands still until time passes', () => {
    const held = new RunWatch(lesson, run)
    held.observe(event('run-started', 0))
    expect(held.moved).toBe(false)
    held.observe(event('notice', 1))
    expect(held.moved).toBe(true)
  })
  test('what was asked for is done once somebody does it, on the canvas as well', () => {
    const watching = new RunWatch(lesson, run)
    watching.observe(event('fault-started', 10, { by: 'timeline', action: { do: 'crash', node: 'B' } }))
    expect([...watching.done]).toEqual([])
    watching.observe(event('fault-started', 10, { by: 'person', action: { do: 'crash', node: 'C' } }))
    expect([...watching.done]).toEqual([])
    watching.observe(crash(11))
    expect([...watching.done]).toEqual([0])
  })
})

const shown = (fields: Partial<ShownRun> = {}): ShownRun => ({
  recording: '/r/1',
  held: false,
  ended: null,
  marks: [],
  done: [],
  metrics: {},
  verdicts: {},
  ...fields
})

describe('where a reader is', () => {
  test('an answer is locked once the run that shows it has begun, not while it stands at its start', () => {
    expect(isLocked(lesson, NEW_RECORD, 0)).toBe(false)
    expect(isLocked(lesson, { ...NEW_RECORD, shown: { election: shown({ held: true }) } }, 0)).toBe(false)
    expect(isLocked(lesson, { ...NEW_RECORD, shown: { election: shown() } }, 0)).toBe(true)
  })
  test('forward and back stay within the lesson, and its end finishes it', () => {
    const there = atStep(NEW_RECORD, 4, 99)
    expect(there).toMatchObject({ step: 4, furthest: 4, finished: true })
    expect(atStep(there, 4, -1)).toMatchObject({ step: 0, furthest: 4, finished: true })
  })
  test('a step is done when what it is for has happened', () => {
    const done = (record: typeof NEW_RECORD) => steps.map((_, i) => isDone(lesson, record, i))
    expect(done(NEW_RECORD)).toEqual([false, false, false, false])
    const answered = { ...atStep(NEW_RECORD, 4, 3), answers: { 0: { place: 'B→A' } } }
    expect(done({ ...answered, shown: { election: shown({ ended: 'limit' }) } })).toEqual([true, false, true, false])
    expect(done({ ...answered, shown: { election: shown({ ended: 'mark' }) } })).toEqual([true, true, true, false])
  })
  test('a goal is met by its mark and its claims, not by one alone', () => {
    const at = (t_us: number) => shown({ ended: 'mark', marks: [['goal', { seq: 1, t_us, event: event('role', 0) }]] })
    expect(isGoalMet(attempt, at(900_000))).toBe(true)
    expect(isGoalMet(attempt, at(1_100_000))).toBe(false)
    expect(isGoalMet(attempt, { ...at(900_000), ended: null })).toBe(false)
  })
  test('what is kept is read back as it was', () => {
    const kept = {
      ...atStep(NEW_RECORD, 4, 2),
      answers: { 0: { unknown: true as const } },
      shown: { election: shown({ ended: 'mark', marks: [['cut', { seq: 3, t_us: 4, event: cut() }]] }) }
    }
    expect(lessonRecordSchema.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
    expect(progressText(kept, 4)).toBe('step 3 of 4')
    expect(progressText(NEW_RECORD, 4)).toBe('')
    expect(progressText(atStep(kept, 4, 4), 4)).toBe('done')
  })
})

test('a link that is clicked is the one that the lesson means, in its direction', () => {
  expect(linkNamed(predict, 'A', 'B')).toBe('B→A')
  expect(linkNamed(predict, 'A', 'C')).toBe('A→C')
  expect(predict.ask === 'link' && knownLinks(predict, ['A', 'B', 'C'])).toEqual(['B→A', 'A→C', 'B→C'])
})

describe('the chapter', () => {
  const listed: LessonListing = {
    id: 'who-leads-next',
    title: 'Who leads next',
    section: 'consensus',
    order: 2,
    minutes: 12,
    outcome: 'follow an election',
    idea: 'Whoever asks first leads.',
    after: [],
    steps: 6
  }
  const parts = { lessons: [listed], scenarios: [], comparisons: [] }
  test('has all of its sections, also those still to come', () => {
    const sections = chapterOf(parts, '')
    expect(sections).toHaveLength(13)
    expect(sections.filter(({ lessons }) => lessons.length > 0).map(({ section }) => section.id)).toEqual(['consensus'])
  })
  test('is searched by what its lessons are about', () => {
    expect(chapterOf(parts, 'ELECTION follow').map(({ section }) => section.id)).toEqual(['consensus'])
    expect(chapterOf(parts, 'nothing like it')).toEqual([])
    // Its protocols are no part of what a lesson says of itself.
    expect(chapterOf(parts, 'raft election').flatMap(({ lessons }) => lessons)).toHaveLength(1)
  })
})
