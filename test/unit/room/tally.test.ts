import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../src-shared/lessons/figures'
import { predictionSchema } from '../../../src-shared/lessons/prediction'
import type { Answer } from '../../../src-shared/lessons/prediction'
import { isWorthTalking, shareRight, tally } from '../../../src-shared/room/tally'

const NOTHING_YET: Evidence = { marks: new Map(), metrics: {}, verdicts: {} }
const counts = (...pairs: [Answer, number][]) => pairs.map(([answer, count]) => ({ answer, count }))
const read = (rows: ReturnType<typeof tally>) => rows.map(({ text, count, right }) => [text, count, right])

describe('a tally', () => {
  const choice = predictionSchema.parse({
    ask: 'choice',
    choices: [
      { answer: 'two', because: 'no' },
      { answer: 'three', right: true, because: 'yes' }
    ]
  })

  it('has a row for every choice, and one for those who do not know', () => {
    const rows = tally(choice, counts([{ unknown: true }, 2], [{ choice: 1 }, 3]), null, NOTHING_YET)
    expect(read(rows)).toEqual([
      ['two', 0, false],
      ['three', 3, true],
      ['I do not know', 2, null]
    ])
    expect(rows.every(({ before }) => before === null)).toBe(true)
    expect(shareRight(rows)).toBe(0.6)
  })

  it('lays the round before beside it', () => {
    const rows = tally(choice, counts([{ choice: 1 }, 3]), counts([{ choice: 0 }, 2]), NOTHING_YET)
    expect(rows.map(({ before }) => before)).toEqual([2, 0])
  })

  it('lists places by name, none of them last', () => {
    const place = predictionSchema.parse({ ask: 'node', right: 'B', because: 'yes' })
    const rows = tally(place, counts([{ place: 'nothing' }, 1], [{ place: 'C' }, 1], [{ place: 'B' }, 1]), null, NOTHING_YET)
    expect(read(rows)).toEqual([
      ['B', 1, true],
      ['C', 1, false],
      ['no node', 1, false]
    ])
  })

  it('lists numbers from the smallest on; who is right is known when the run has shown it', () => {
    const number = predictionSchema.parse({ ask: 'number', right: 'metric m', within: 10, unit: 'ms', because: 'yes' })
    const given = counts([{ number: 200 }, 1], [{ number: 90 }, 1])
    const before = tally(number, given, null, NOTHING_YET)
    expect(read(before)).toEqual([
      ['90 ms', 1, null],
      ['200 ms', 1, null]
    ])
    expect(shareRight(before)).toBeNull()
    const after = tally(number, given, null, { ...NOTHING_YET, metrics: { m: 100 } })
    expect(after.map(({ right }) => right)).toEqual([true, false])
  })
})

it('a second vote is worth it when opinions differ', () => {
  expect([null, 0, 0.29, 0.3, 0.5, 0.7, 0.71, 1].map(isWorthTalking)).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    false,
    false
  ])
})
