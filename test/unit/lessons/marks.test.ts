import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-shared/events'
import { MarksFold, marksSchema } from '../../../src-shared/lessons/marks'

let seq = 0
const role = (t_ms: number, node: string, role: string, term = 1): LabEvent => ({
  kind: 'role',
  t: t_ms * 1000,
  seq: ++seq,
  node,
  role,
  term
})
const notice = (t_ms: number): LabEvent => ({ kind: 'notice', t: t_ms * 1000, seq: ++seq, level: 'info', text: 'x' })
const committed = (t_ms: number, index: number): LabEvent => ({
  kind: 'fact',
  fact: 'commit',
  t: t_ms * 1000,
  seq: ++seq,
  node: 'A',
  data: { index }
})

/** Times of the marks that were reached, ms. */
function fold(marks: object, events: readonly LabEvent[]): Record<string, number> {
  const fold = new MarksFold(marksSchema.parse(marks))
  for (const event of events) fold.observe(event)
  return Object.fromEntries([...fold.reached].map(([name, { t_us }]) => [name, t_us / 1000]))
}

describe('a mark', () => {
  it('is reached by the first event that fits, once', () => {
    const events = [role(1, 'A', 'follower'), role(2, 'B', 'leader'), role(3, 'A', 'leader')]
    expect(fold({ led: { event: 'role', where: { role: 'leader' } } }, events)).toEqual({ led: 2 })
  })

  it('of a fact goes by its own fields and those of the event, and one of a list is enough', () => {
    const events = [committed(1, 4), committed(2, 5), committed(3, 6)]
    expect(fold({ one: { event: 'commit', where: { node: 'A', index: [6, 5] } } }, events)).toEqual({ one: 2 })
  })

  it('may ask for a number within bounds, which a name never is', () => {
    const events = [committed(1, 4), committed(2, 7), committed(3, 6)]
    expect(fold({ some: { event: 'commit', where: { index: { at_least: 5, at_most: 6 } } } }, events)).toEqual({ some: 3 })
    expect(fold({ none: { event: 'commit', where: { node: { at_least: 0 } } } }, events)).toEqual({})
  })

  it('counts occurrences', () => {
    const events = [role(1, 'A', 'leader'), role(2, 'B', 'leader'), role(3, 'C', 'leader')]
    expect(fold({ second: { event: 'role', count: 2 } }, events)).toEqual({ second: 2 })
  })

  it('that comes after another is not reached by the event that reached that one, nor by earlier ones', () => {
    const marks = { b: { event: 'role', where: { role: 'leader' }, after: 'a' }, a: { event: 'role', where: { node: 'B' } } }
    expect(fold(marks, [role(1, 'A', 'leader'), role(2, 'B', 'leader')])).toEqual({ a: 2 })
    expect(fold(marks, [role(1, 'A', 'leader'), role(2, 'B', 'leader'), role(3, 'C', 'leader')])).toEqual({ a: 2, b: 3 })
  })

  it('of time that passed stands at the end of that time, which begins anew with what must not happen', () => {
    const calm = { calm: { passed: '100ms', after: 'a', without: { event: 'role' } }, a: { event: 'role' } }
    expect(fold(calm, [role(50, 'A', 'leader'), notice(149)])).toEqual({ a: 50 })
    expect(fold(calm, [role(50, 'A', 'leader'), notice(160)])).toEqual({ a: 50, calm: 150 })
    expect(fold(calm, [role(50, 'A', 'leader'), role(120, 'B', 'leader'), notice(160)])).toEqual({ a: 50 })
    expect(fold(calm, [role(50, 'A', 'leader'), role(120, 'B', 'leader'), notice(230)])).toEqual({ a: 50, calm: 220 })
  })

  it('needs an event or a time, not both', () => {
    for (const mark of [{}, { event: 'role', passed: '1s' }]) expect(marksSchema.safeParse({ x: mark }).success).toBe(false)
  })
})
