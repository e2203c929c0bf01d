import { describe, expect, it } from 'vitest'
import { judgeEventual } from '../../../../src-main/checkers/consistency/checks/eventual'
import { get, put, unknown } from './build'

const SETTLE_US = 100

describe('judgeEventual', () => {
  it('holds where all clients come to read the same', () => {
    const history = [
      put('x', '1')('c0', 1, 0),
      get('x', null)('c1', 1, 50),
      get('x', '1')('c1', 2, 200),
      get('x', '1')('c2', 1, 210)
    ]
    expect(judgeEventual(history, SETTLE_US)).toMatchObject({ verdict: 'holds', text: expect.stringContaining('on 1 key') })
  })

  it('is violated where they still read different values when things have settled, and shows two of them', () => {
    const history = [put('x', '1')('c0', 1, 0), get('x', null)('c1', 1, 200), get('x', '1')('c2', 1, 210)]
    expect(judgeEventual(history, SETTLE_US)).toMatchObject({
      verdict: 'violated',
      counterexample: { operations: [{ client: 'c1', op: 1 }, { client: 'c2', op: 1 }] } // prettier-ignore
    })
  })

  it('says nothing where reads came too early or from one client alone', () => {
    const early = [put('x', '1')('c0', 1, 0), get('x', null)('c1', 1, 50), get('x', '1')('c2', 1, 60)]
    expect(judgeEventual(early, SETTLE_US).verdict).toBe('undecided')
    const alone = [put('x', '1')('c0', 1, 0), get('x', '1')('c1', 1, 200)]
    expect(judgeEventual(alone, SETTLE_US).verdict).toBe('undecided')
  })

  it('takes a write of unknown outcome as made when it is first seen', () => {
    const late = [unknown(put('x', '1'))('c0', 1, 0), get('x', null)('c1', 1, 200), get('x', '1')('c2', 1, 210)]
    expect(judgeEventual(late, SETTLE_US).verdict).toBe('undecided')
  })

  it('measures how long a newer value had been there when an older one was read', () => {
    const history = [
      put('x', '1')('c0', 1, 0),
      put('x', '2')('c0', 2, 10),
      put('x', '3')('c0', 3, 20),
      get('x', '1')('c1', 1, 2_015),
      get('x', '3')('c1', 2, 3_000),
      get('x', null)('c2', 1, 4_005)
    ]
    // "2" was there from 15 µs on, "1" from 5 µs on.
    expect(judgeEventual(history, SETTLE_US).figures).toEqual({
      reads: 3,
      stale_reads: 2,
      staleness_ms_p50: 2,
      staleness_ms_p99: 4,
      staleness_ms_max: 4
    })
  })
})
