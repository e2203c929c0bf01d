import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PARTICIPANTS_MAX } from '../../../../src-main/server/room/participants'
import type { Participant } from '../../../../src-main/server/room/participants'
import { Room } from '../../../../src-main/server/room/room'

const keyOf = (n: number) => `key-of-somebody-${n}`
const LESSON = { id: 'who-leads-next', step: 0, shown: {} }

let room: Room
const state = () => room.state(true)
const join = (count: number): Participant[] => Array.from({ length: count }, (_, i) => room.join(keyOf(i)))

beforeEach(() => {
  vi.useFakeTimers()
  room = new Room({ onState() {}, onPlace() {}, onSelf() {} }, () => performance.now())
})
afterEach(() => vi.useRealTimers())

describe('participants', () => {
  it('are known again by their key when they come back', () => {
    const [first, second] = join(2)
    expect([first!.number, second!.number]).toEqual([1, 2])
    room.leave(first!)
    expect(state().present).toBe(1)
    expect(room.join(keyOf(0))).toBe(first)
    expect(state().present).toBe(2)
  })

  it('are no more than a room holds; who is gone makes room', () => {
    const all = join(PARTICIPANTS_MAX)
    expect(() => room.join(keyOf(1000))).toThrow('The room is full')
    room.leave(all[7]!)
    expect(room.join(keyOf(1000)).number).toBe(PARTICIPANTS_MAX + 1)
  })

  it('have a bounded number of pages, and need a key', () => {
    for (let page = 0; page < 4; page += 1) room.join(keyOf(0))
    expect(() => room.join(keyOf(0))).toThrow('close one of them')
    for (const key of [undefined, '', 'short', 7, 'x'.repeat(65), '<script>alert(1)</script>'])
      expect(() => room.join(key)).toThrow('reload it')
  })

  it('may send so many messages, and more after a rest', () => {
    const [{ messages }] = join(1) as [Participant]
    const passed = () => Array.from({ length: 100 }, () => messages.take()).filter(Boolean).length
    expect(passed()).toBe(60)
    vi.advanceTimersByTime(1000)
    expect(passed()).toBe(20)
  })
})

describe('hands', () => {
  it('stand in the order in which they went up, and go with who leaves', () => {
    const [a, b] = join(2) as [Participant, Participant]
    for (const one of [b, a, b]) room.ask(one, { ask: 'hand', up: true })
    expect(state().hands).toEqual([2, 1])
    room.leave(b)
    expect(state().hands).toEqual([1])
    room.ask(a, { ask: 'hand', up: false })
    expect(state().hands).toEqual([])
  })

  it('one acts at a time, until it is taken back', () => {
    const [a, b] = join(2) as [Participant, Participant]
    room.ask(a, { ask: 'hand', up: true })
    room.direct({ ask: 'let-act', participant: 1, minutes: null })
    expect(state()).toMatchObject({ hands: [], acting: { participant: 1, left_ms: null } })
    room.direct({ ask: 'let-act', participant: 2, minutes: null })
    expect([room.isActing(a), room.isActing(b)]).toEqual([false, true])
    room.direct({ ask: 'take-back' })
    expect(room.isActing(b)).toBe(false)
  })

  it('or until the time is over', () => {
    const [a] = join(1) as [Participant]
    room.direct({ ask: 'let-act', participant: 1, minutes: 2 })
    vi.advanceTimersByTime(90_000)
    expect(state().acting).toEqual({ participant: 1, left_ms: 30_000 })
    vi.advanceTimersByTime(30_000)
    expect(room.isActing(a)).toBe(false)
  })

  it('a time that belonged to somebody else ends nothing', () => {
    const [, b] = join(2) as [Participant, Participant]
    room.direct({ ask: 'let-act', participant: 1, minutes: 1 })
    room.direct({ ask: 'let-act', participant: 2, minutes: null })
    vi.advanceTimersByTime(120_000)
    expect(room.isActing(b)).toBe(true)
  })

  it('who is not there cannot act, and no participant gives orders', () => {
    const [a] = join(1) as [Participant]
    expect(() => room.direct({ ask: 'let-act', participant: 9, minutes: null })).toThrow('not here any more')
    for (const request of [
      { ask: 'take-back' },
      { ask: 'close' },
      { ask: 'show-vote' },
      { ask: 'lesson', lesson: LESSON }
    ] as const)
      expect(() => room.ask(a, request)).toThrow('Only the instructor')
  })
})

describe('a vote', () => {
  const say = (one: Participant, choice: number) => room.ask(one, { ask: 'answer', answer: { choice } })
  beforeEach(() => {
    room.direct({ ask: 'lesson', lesson: LESSON })
    room.direct({ ask: 'vote', step: 0 })
  })

  it('says how many have answered, and what only once all have', () => {
    const [a, b, c] = join(3) as [Participant, Participant, Participant]
    say(a, 0)
    say(a, 1)
    say(b, 1)
    expect(state().vote).toMatchObject({ answered: 2, counts: null })
    say(c, 0)
    expect(state().vote!.counts).toEqual([
      { answer: { choice: 1 }, count: 2 },
      { answer: { choice: 0 }, count: 1 }
    ])
    expect(() => say(a, 0)).toThrow('The voting is over')
  })

  it('or when the instructor shows it, or when who has not answered leaves', () => {
    const [a, b] = join(2) as [Participant, Participant]
    say(a, 0)
    room.direct({ ask: 'show-vote' })
    expect(state().vote!.counts).toHaveLength(1)
    room.direct({ ask: 'vote', step: 2 })
    say(a, 0)
    expect(state().vote!.counts).toBeNull()
    room.leave(b)
    expect(state().vote!.counts).toHaveLength(1)
  })

  it('is held again, beside what was said before', () => {
    const [a] = join(1) as [Participant]
    say(a, 0)
    room.direct({ ask: 'vote-again' })
    expect(state().vote).toMatchObject({ round: 2, answered: 0, counts: null, before: [{ count: 1 }] })
    expect(room.self(a).answers).toEqual({ 0: { round: 1, answer: { choice: 0 } } })
    say(a, 1)
    expect(state().vote).toMatchObject({ answered: 1, counts: [{ answer: { choice: 1 }, count: 1 }] })
  })

  it('stays as it is when the instructor goes on and comes back, and ends with its lesson', () => {
    const [a] = join(1) as [Participant]
    say(a, 0)
    room.direct({ ask: 'vote', step: 3 })
    expect(state().vote).toMatchObject({ step: 3, answered: 0 })
    room.direct({ ask: 'vote', step: 0 })
    expect(state().vote).toMatchObject({ step: 0, answered: 1 })
    room.direct({ ask: 'lesson', lesson: null })
    expect(state().vote).toBeNull()
    expect(() => room.direct({ ask: 'vote', step: 0 })).toThrow('No lesson is open')
  })
})

it('of a room that is closed nothing stays', () => {
  const [a] = join(1) as [Participant]
  room.direct({ ask: 'let-act', participant: 1, minutes: null })
  room.clear()
  expect(state()).toMatchObject({ present: 0, hands: [], acting: null, vote: null })
  expect(room.isActing(a)).toBe(false)
})
