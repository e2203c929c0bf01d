import { describe, expect, it } from 'vitest'
import type { ConsistencyModel } from '../../../../src-shared/consistency'
import { judgeConsistency } from '../../../../src-main/checkers/consistency'
import type { WeakModel } from '../../../../src-main/checkers/consistency'
import { judgeNow } from '../../../../src-main/checkers/judge-now'
import { add, get, sessions, unknown } from '../consistency/build'

/** Models of the strongest first that do not hold. */
function broken(history: Parameters<typeof judgeNow>[0]): ConsistencyModel[] {
  const models = ['linearizable', 'sequential', 'causal', 'pram', 'read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const // prettier-ignore
  return models.filter((model) => judgeNow(history, model).verdict === 'violated')
}

describe('a counter', () => {
  it('is linearizable where each sum is that of its time', () => {
    expect(broken(sessions([add('x', 1), get('x', '1')], [get('x', null), add('x', 1), get('x', '2')]))).toEqual([])
  })

  it('is sequential but not linearizable where a sum is late', () => {
    expect(broken([add('x', 1)('c0', 1, 0), get('x', '0')('c1', 1, 20)])).toEqual(['linearizable'])
  })

  it('is causal but not sequential where two sessions see their own increment first', () => {
    // Whichever is first, its session reads 1 before the other one's, which then reads 2.
    const history = sessions(
      [add('x', 1), get('x', '1'), add('y', 1), get('z', '0')],
      [add('z', 1), get('y', '0'), get('x', '0')]
    )
    expect(broken(history)).toEqual(['linearizable', 'sequential'])
  })

  it('does not read your writes where an increment was lost, and shows which', () => {
    const history = sessions([add('x', 1), add('x', 1), get('x', '1')], [get('x', '0')])
    expect(broken(history)).toEqual(['linearizable', 'sequential', 'causal', 'pram', 'read-your-writes'])
    expect(judgeConsistency(history, 'read-your-writes')).toMatchObject({
      text: expect.stringContaining('c0 #3 get x → "1", although the session had itself added 2 before'),
      counterexample: { first_unexplained: { client: 'c0', op: 3 }, operations: [{ op: 1 }, { op: 2 }, { op: 3 }] }
    })
  })

  it('does not read monotonically where a sum falls, unless something counts down', () => {
    const falling = [get('x', '2'), get('x', '1')]
    expect(broken(sessions([add('x', 1), add('x', 1)], falling))).toContain('monotonic-reads')
    expect(broken(sessions([add('x', 1), add('x', 1), add('x', -1)], falling))).not.toContain('monotonic-reads')
  })

  it('is not explained by increments that come only after all who saw them', () => {
    const circle = sessions([get('x', '1'), add('x', 1)], [get('x', '1'), add('x', 1)])
    expect(broken(circle)).toEqual(['linearizable', 'sequential', 'causal', 'writes-follow-reads'])
  })

  it('is nothing that increments cannot come to', () => {
    expect(broken(sessions([add('x', 2)], [get('x', '1')]))).toHaveLength(8)
    expect(broken(sessions([add('x', 2)], [get('x', 'two')]))).toHaveLength(8)
  })
})

describe('the final sums of a counter', () => {
  const SETTLED_US = 2_000_000
  const verdictOf = (history: Parameters<typeof judgeConsistency>[0], model: WeakModel = 'eventual') =>
    judgeConsistency(history, model)

  it('are what was acknowledged', () => {
    const counted = [add('x', 1)('c0', 1, 0), add('x', 2)('c1', 1, 0)]
    const read = (sum: string) => [...counted, get('x', sum)('c0', 2, SETTLED_US), get('x', sum)('c1', 2, SETTLED_US)]
    expect(verdictOf(read('3')).verdict).toBe('holds')
    expect(verdictOf(read('2'))).toMatchObject({
      verdict: 'violated',
      text: expect.stringContaining('2 acknowledged increments of x come to 3'),
      counterexample: { first_unexplained: { client: 'c0', op: 2 } }
    })
  })

  it('may hold increments of unknown outcome or not, but no others', () => {
    const counted = [add('x', 1)('c0', 1, 0), unknown(add('x', 5))('c1', 1, 0)]
    const read = (sum: string, other = sum) => [
      ...counted,
      get('x', sum)('c0', 2, SETTLED_US),
      get('x', other)('c2', 2, SETTLED_US)
    ]
    expect(verdictOf(read('1')).verdict).toBe('holds')
    expect(verdictOf(read('6')).verdict).toBe('holds')
    expect(verdictOf(read('1', '6')).verdict).toBe('undecided')
    expect(verdictOf(read('2')).verdict).toBe('violated')
  })

  it('are said to be how stale', () => {
    const stale = [add('x', 1)('c0', 1, 0), get('x', '0')('c1', 1, 2_005), get('x', '1')('c1', 2, 3_000)]
    expect(verdictOf(stale).figures).toMatchObject({ reads: 2, stale_reads: 1, staleness_ms_max: 2 })
  })

  it('cannot be told before things have settled', () => {
    expect(verdictOf([add('x', 1)('c0', 1, 0), get('x', '0')('c1', 1, 20)]).verdict).toBe('undecided')
  })
})
