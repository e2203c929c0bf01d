import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../src-shared/operations'
import { AttemptTracker } from '../../../src-main/workload/attempt-tracker'

const PUT: Operation = { f: 'put', key: 'k1', value: 'v' }
const GET: Operation = { f: 'get', key: 'k1' }
const SEED = 3

const ANSWERS = {
  unknown: { status: 'unknown', error: 'it may be' },
  redirect: { status: 'redirect', leader: null },
  rejected: { status: 'rejected', error: 'no' },
  final: { status: 'rejected', error: 'never', final: true }
} as const

type Fate = 'silence' | 'lost' | keyof typeof ANSWERS

function endOf(operation: Operation, fates: readonly Fate[]): 'fail' | 'info' {
  const tries = new AttemptTracker()
  fates.forEach((fate, id) => {
    tries.sent(id)
    if (fate === 'lost') tries.lost(id)
    else if (fate !== 'silence') tries.answered(id, ANSWERS[fate])
  })
  return tries.outcome(operation)
}

describe('AttemptTracker', () => {
  it('calls a write that never left failed', () => {
    expect(endOf(PUT, [])).toBe('fail')
  })

  it.each([
    [['silence'], 'info'],
    [['lost'], 'info'],
    [['unknown'], 'info'],
    [['redirect'], 'fail'],
    [['rejected'], 'fail'],
    [['redirect', 'rejected', 'redirect'], 'fail'],
    [['silence', 'redirect'], 'info'],
    [['redirect', 'lost', 'rejected'], 'info'],
    [['lost', 'unknown', 'final'], 'fail']
  ] as [Fate[], string][])('a write whose tries met %j ends as %s', (fates, outcome) => {
    expect(endOf(PUT, fates)).toBe(outcome)
  })

  it('believes a late answer to an old try', () => {
    const tries = new AttemptTracker()
    tries.sent(1)
    tries.sent(2)
    tries.answered(2, ANSWERS.redirect)
    expect(tries.outcome(PUT)).toBe('info')
    tries.answered(1, ANSWERS.redirect)
    expect(tries.outcome(PUT)).toBe('fail')
  })

  it(`is certain only of writes that every asked node refused, and of all reads (seed ${SEED})`, () => {
    const fates = fc.array(fc.constantFrom<Fate>('silence', 'lost', 'unknown', 'redirect', 'rejected'), { maxLength: 6 })
    fc.assert(
      fc.property(fates, (all) => {
        const refused = all.every((fate) => fate === 'redirect' || fate === 'rejected')
        expect(endOf(PUT, all)).toBe(refused ? 'fail' : 'info')
        expect(endOf(GET, all)).toBe('fail')
      }),
      { seed: SEED }
    )
  })
})
