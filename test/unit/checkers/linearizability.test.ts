import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { checkLinearizable } from '../../../src-main/checkers/linearizability/check'
import { shortestViolation } from '../../../src-main/checkers/linearizability/counterexample'
import { prefixUntil, splitByKey } from '../../../src-main/checkers/linearizability/key-history'
import { findRefuted } from '../../../src-main/checkers/linearizability/quick-tests'
import { searchOrder } from '../../../src-main/checkers/linearizability/search'
import { KV } from '../../../src-main/checkers/models/kv'
import type { RecordedOperation } from '../../../src-main/workload/history'
import { hasOrder, smallHistories } from './small-histories'

const SEED = 20_140_901
const now_ms = () => performance.now()
const UNBOUNDED = { deadline_ms: Infinity, now_ms, configurations: Infinity }
const BOUNDS = { time_ms: 20_000, configurations: 200_000 }

function keyOf(history: readonly RecordedOperation[]) {
  return splitByKey(history)[0]!
}

let ops = 0
/** `at`: invoked and completed; a missing completion means unknown. */
function op(operation: Operation, at: readonly [number, number?], result: OperationResult = {}): RecordedOperation {
  const [invoked_us, completed_us = null] = at
  const known = completed_us !== null
  return {
    client: `c${++ops}`,
    op: 1,
    operation,
    invoked_us,
    completed_us,
    outcome: known ? 'ok' : 'unknown',
    result: known ? result : null
  }
}
const put = (value: string, ...at: [number, number?]) => op({ f: 'put', key: 'k', value }, at)
const append = (value: string, ...at: [number, number?]) => op({ f: 'append', key: 'k', value }, at)
const get = (value: string | null, ...at: [number, number?]) => op({ f: 'get', key: 'k' }, at, { value })
const cas = (expected: string | null, value: string, swapped: boolean, ...at: [number, number?]) =>
  op({ f: 'cas', key: 'k', expected, value }, at, { swapped })
const check = (...history: RecordedOperation[]) => checkLinearizable(history, KV, BOUNDS, now_ms)

describe('searchOrder', () => {
  it(`agrees with trying every order (seed ${SEED})`, () => {
    const seen = { holds: 0, violated: 0 }
    fc.assert(
      fc.property(smallHistories(7), (history) => {
        for (const key of splitByKey(history)) {
          const { verdict } = searchOrder(key, KV, UNBOUNDED)
          expect(verdict).toBe(hasOrder(key, KV) ? 'holds' : 'violated')
          if (verdict !== 'undecided') seen[verdict]++
        }
      }),
      { seed: SEED, numRuns: 10_000 }
    )
    // Both answers must really have been put to the test.
    expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(1_000)
  })

  it(`ends its shortest violation where every order first fails (seed ${SEED})`, () => {
    fc.assert(
      fc.property(smallHistories(6), (history) => {
        for (const key of splitByKey(history)) {
          const found = searchOrder(key, KV, UNBOUNDED)
          if (found.verdict !== 'violated') continue
          const ends = key.required.map((o) => o.completed_us).sort((a, b) => a - b)
          const first_bad = ends.find((end) => !hasOrder(prefixUntil(key, end), KV))
          expect(shortestViolation(key, KV, UNBOUNDED, found).stuck.completed_us).toBe(first_bad)
        }
      }),
      { seed: SEED, numRuns: 3_000 }
    )
  })

  it('is undecided, and says why, when it would have to remember too much', () => {
    const puts = Array.from({ length: 12 }, (_, i) => put(`v${i}`, i, 100 + i))
    const key = keyOf([...puts, get('v1', 200, 201), get('v2', 202, 203)])
    expect(searchOrder(key, KV, { ...UNBOUNDED, configurations: 50 })).toEqual({
      verdict: 'undecided',
      reason: 'more than 50 configurations to remember'
    })
  })

  it('is undecided when time is up', () => {
    const puts = Array.from({ length: 14 }, (_, i) => put(`v${i}`, i, 100 + i))
    const key = keyOf([...puts, get('v1', 200, 201), get('v2', 202, 203)])
    expect(searchOrder(key, KV, { ...UNBOUNDED, deadline_ms: -Infinity })).toMatchObject({ verdict: 'undecided' })
  })

  it('decides a key with many writes of unknown outcome', () => {
    const unknown = Array.from({ length: 60 }, (_, i) => put(`u${i}`, i))
    const known = Array.from({ length: 60 }, (_, i) => [
      put(`v${i}`, 100 + 4 * i, 101 + 4 * i),
      get(`v${i}`, 102 + 4 * i, 103 + 4 * i)
    ]).flat()
    expect(searchOrder(keyOf([...unknown, ...known]), KV, { ...UNBOUNDED, configurations: 100_000 }).verdict).toBe('holds')
    const stale = [...unknown, ...known, get('u7', 400, 401), get('u8', 402, 403), get('u7', 404, 405)]
    expect(searchOrder(keyOf(stale), KV, { ...UNBOUNDED, configurations: 100_000 }).verdict).toBe('violated')
  })
})

describe('findRefuted', () => {
  it(`never objects to a history that has an order (seed ${SEED})`, () => {
    let refuted = 0
    fc.assert(
      fc.property(smallHistories(7), (history) => {
        for (const key of splitByKey(history)) {
          if (!findRefuted(key)) continue
          refuted++
          expect(hasOrder(key, KV)).toBe(false)
        }
      }),
      { seed: SEED, numRuns: 10_000 }
    )
    expect(refuted).toBeGreaterThan(500)
  })

  it('finds a lost append', () => {
    const lost = append('b', 2, 3)
    expect(findRefuted(keyOf([append('a', 0, 1), lost, append('c', 4, 5), get('ac', 6, 7)]))).toMatchObject({ against: lost })
  })

  it('finds a stale read', () => {
    const newer = put('b', 2, 3)
    expect(findRefuted(keyOf([put('a', 0, 1), newer, get('a', 4, 5)]))).toMatchObject({ against: newer })
  })

  it('finds a value that nobody wrote', () => {
    expect(findRefuted(keyOf([put('a', 0, 1), get('z', 2, 3)]))).toMatchObject({ against: null })
  })

  it('takes a write of unknown outcome as able to replace everything', () => {
    expect(findRefuted(keyOf([put('x', 0), put('a', 1, 2), get('x', 4, 5)]))).toBe(null)
  })
})

describe('checkLinearizable', () => {
  it('accepts overlapping operations in whichever order explains them', () => {
    expect(check(put('a', 0, 10), put('b', 1, 9), get('b', 11, 12))).toMatchObject({ verdict: 'holds', evidence: [] })
    expect(check(put('a', 0, 10), put('b', 1, 9), get('a', 11, 12))).toMatchObject({ verdict: 'holds' })
  })

  it('takes operations that touch in time as overlapping', () => {
    expect(check(put('a', 0, 5), get(null, 5, 6))).toMatchObject({ verdict: 'holds' })
  })

  it('keeps unknown writes open to the end, leaves failed ones out', () => {
    expect(check(put('a', 0), get(null, 5, 6), get('a', 7, 8))).toMatchObject({ verdict: 'holds' })
    const failed: RecordedOperation = { ...put('a', 0, 1), outcome: 'fail', result: null }
    expect(check(failed, get('a', 7, 8))).toMatchObject({ verdict: 'violated' })
  })

  it('uses an unknown write once', () => {
    expect(check(put('a', 0), get('a', 1, 2), put('b', 3, 4), get('a', 5, 6))).toMatchObject({ verdict: 'violated' })
  })

  it('holds a compare-and-set to its answer', () => {
    expect(check(put('a', 0, 1), cas('a', 'b', true, 2, 3), get('b', 4, 5))).toMatchObject({ verdict: 'holds' })
    expect(check(put('a', 0, 1), cas('a', 'b', false, 2, 3))).toMatchObject({ verdict: 'violated' })
  })

  it('shows the operation that nothing explains among those around it', () => {
    const { text, evidence } = check(put('a', 0, 1), put('b', 2, 30), get('b', 4, 5), get('a', 6, 7))
    expect(text).toMatch(
      /^Key k: no order of the operations explains c\d+ #1 get k → "a"; just before it the value could only be "b"\./
    )
    expect(evidence.filter((line) => line.startsWith('>'))).toEqual([expect.stringMatching(/get k → "a"/)])
    expect(evidence).toHaveLength(4)
  })

  it('names the violated key even where another cannot be decided', () => {
    const hopeless = Array.from({ length: 16 }, (_, i) => op({ f: 'put', key: 'x', value: `v${i}` }, [i, 100 + i]))
    const reads = [1, 2].map((i) => op({ f: 'get', key: 'x' }, [200 + 2 * i, 201 + 2 * i], { value: `v${i}` }))
    const history = [...hopeless, ...reads, put('a', 0, 1), put('b', 2, 30), get('b', 4, 5), get('a', 6, 7)]
    const bounds = { time_ms: 20_000, configurations: 100 }
    expect(checkLinearizable(history, KV, bounds, now_ms)).toMatchObject({
      verdict: 'violated',
      text: expect.stringMatching(/^Key k:/)
    })
    expect(checkLinearizable([...hopeless, ...reads], KV, bounds, now_ms)).toMatchObject({
      verdict: 'undecided',
      text: expect.stringContaining('x (more than 100 configurations to remember)')
    })
  })
})
