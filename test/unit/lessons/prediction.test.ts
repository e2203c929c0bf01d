import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../src-shared/lessons/figures'
import { allAnswers, feedbackTo, predictionSchema, rightText } from '../../../src-shared/lessons/prediction'

const NOTHING_YET: Evidence = { marks: new Map(), metrics: {}, verdicts: {} }
const measured = (figure: number): Evidence => ({ ...NOTHING_YET, metrics: { 'leaderless_ms.max': figure } })

describe('a choice', () => {
  const choice = predictionSchema.parse({
    ask: 'choice',
    choices: [
      { answer: 'B', right: true, because: 'its timer is shorter' },
      { answer: 'C', because: 'being last does not count' }
    ]
  })

  it('says why each is right or wrong, and the right one to whoever does not know', () => {
    expect(feedbackTo(choice, { choice: 0 }, NOTHING_YET)).toEqual({ right: true, because: 'its timer is shorter' })
    expect(feedbackTo(choice, { choice: 1 }, NOTHING_YET)).toEqual({ right: false, because: 'being last does not count' })
    expect(feedbackTo(choice, { unknown: true }, NOTHING_YET)).toEqual({ right: null, because: 'its timer is shorter' })
  })

  it('needs one right answer', () => {
    const choices = [
      { answer: 'B', because: 'x' },
      { answer: 'C', because: 'y' }
    ]
    expect(predictionSchema.safeParse({ ask: 'choice', choices }).success).toBe(false)
  })
})

describe('a number', () => {
  const number = predictionSchema.parse({
    ask: 'number',
    unit: 'ms',
    right: 'metric leaderless_ms.max',
    within: 30,
    because: 'the first of four timers counts',
    mistakes: [{ value: 225, within: 10, because: 'this is the mean of one timer' }]
  })

  it('is right as far as it is near to what the run shows', () => {
    expect(feedbackTo(number, { number: 150 }, measured(170)).right).toBe(true)
    expect(feedbackTo(number, { number: 139 }, measured(170)).right).toBe(false)
  })

  it('is wrong before the run has shown it', () => {
    expect(feedbackTo(number, { number: 150 }, NOTHING_YET).right).toBe(false)
    expect(rightText(number, NOTHING_YET)).toBe(null)
    expect(rightText(number, measured(170.4))).toBe('170 ms')
  })

  it('recognises typical wrong values, and says nothing of others', () => {
    expect(feedbackTo(number, { number: 220 }, measured(150)).because).toBe('this is the mean of one timer')
    expect(feedbackTo(number, { number: 900 }, measured(150)).because).toBe(null)
  })
})

describe('a click', () => {
  const node = predictionSchema.parse({
    ask: 'node',
    right: 'B',
    because: 'it asks first',
    mistakes: { C: 'it asks last', nothing: 'two are a majority' }
  })

  it('on a node, or on none, is answered by name', () => {
    expect(feedbackTo(node, { place: 'B' }, NOTHING_YET).right).toBe(true)
    expect(feedbackTo(node, { place: 'nothing' }, NOTHING_YET)).toEqual({ right: false, because: 'two are a majority' })
    expect(feedbackTo(node, { place: 'D' }, NOTHING_YET)).toEqual({ right: false, because: null })
  })

  it('has an answer of each kind to try: right, each mistake, and none', () => {
    expect(allAnswers(node, NOTHING_YET)).toEqual([{ place: 'B' }, { place: 'C' }, { place: 'nothing' }, { unknown: true }])
  })
})
