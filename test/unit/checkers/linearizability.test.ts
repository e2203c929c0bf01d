import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DATA_TYPES } from '../../../src-shared/consistency'
import type { DataType } from '../../../src-shared/consistency'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { firstUnexplained, smallestViolation } from '../../../src-main/checkers/linearizability/counterexample'
import { decideKey } from '../../../src-main/checkers/linearizability/decide'
import { judgeLinearizable } from '../../../src-main/checkers/linearizability/judge'
import { inOrderOfCompletion, prefixUntil, splitByKey } from '../../../src-main/checkers/linearizability/key-history'
import type { KeyHistory } from '../../../src-main/checkers/linearizability/key-history'
import { restrict, dependentsOf, without } from '../../../src-main/checkers/linearizability/minimize'
import { REFUTATIONS } from '../../../src-main/checkers/linearizability/refutations/refutations'
import { searchOrder } from '../../../src-main/checkers/linearizability/search'
import { MODELS } from '../../../src-main/checkers/models'
import type { RecordedOperation } from '../../../src-main/workload/history'
import { createRandom } from '../../../src-shared/random'
import { busyHistory, losingAppend } from './busy-history'
import { hasOrder, smallHistories } from './small-histories'

const SEED = 20_140_901
const now_ms = () => performance.now()
const UNBOUNDED = { deadline_ms: Infinity, now_ms, configurations: Infinity }
const BOUNDS = { configurations: 200_000 }
const { kv: KV } = MODELS
const refuteKv = REFUTATIONS.kv!

function keyOf(history: readonly RecordedOperation[]) {
  return splitByKey(history)[0]!
}

/** Runs the property on keys of random histories of the type. */
function forKeys(type: DataType, length: number, runs: number, property: (key: KeyHistory) => void): void {
  const check = (history: RecordedOperation[]) => splitByKey(history).forEach(property)
  fc.assert(fc.property(smallHistories(length, type), check), { seed: SEED, numRuns: runs })
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
const check = (...history: RecordedOperation[]) => judgeLinearizable(history, 'kv', BOUNDS)

describe('searchOrder', () => {
  it.each(DATA_TYPES)(`agrees with trying every order of a %s (seed ${SEED})`, (type) => {
    const seen = { holds: 0, violated: 0 }
    forKeys(type, 7, 3_000, (key) => {
      const { verdict } = searchOrder(key, MODELS[type], UNBOUNDED)
      expect(verdict).toBe(hasOrder(key, type) ? 'holds' : 'violated')
      if (verdict !== 'undecided') seen[verdict]++
    })
    // Both answers must really have been put to the test.
    expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(300)
  })

  it.each(DATA_TYPES)(
    `gives an order of a %s that answers as recorded, each operation within its time (seed ${SEED})`,
    (type) => {
      forKeys(type, 8, 1_000, (key) => {
        const outcome = searchOrder(key, MODELS[type], UNBOUNDED)
        if (outcome.verdict !== 'holds') return
        let state = MODELS[type].initial
        let at_us = 0
        for (const { operation, result, invoked_us, completed_us } of outcome.order) {
          const next = MODELS[type].step(state, operation, result)
          at_us = Math.max(at_us, invoked_us)
          if (typeof next === 'symbol' || at_us > (completed_us ?? Infinity)) throw new Error('not an order')
          state = next
        }
        expect(key.required.every((o) => outcome.order.includes(o))).toBe(true)
      })
    }
  )

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

describe('firstUnexplained', () => {
  it.each(DATA_TYPES)(`ends the shortest prefix of a %s without an order (seed ${SEED})`, (type) => {
    forKeys(type, 6, 1_500, (key) => {
      const found = decideKey(key, type, UNBOUNDED)
      if (found.verdict !== 'violated') return
      const first_bad = inOrderOfCompletion(key.required).find((end) => !hasOrder(prefixUntil(key, end), type))
      expect(firstUnexplained(key, type, UNBOUNDED, found).stuck).toBe(first_bad)
    })
  })
})

describe('smallestViolation', () => {
  it.each(DATA_TYPES)(`still has no order for a %s, and has one without any other of its operations (seed ${SEED})`, (type) => {
    let checked = 0
    forKeys(type, 7, 1_500, (key) => {
      const found = decideKey(key, type, UNBOUNDED)
      if (found.verdict !== 'violated') return
      checked++
      const shortest = firstUnexplained(key, type, UNBOUNDED, found)
      const smallest = smallestViolation(key, type, UNBOUNDED, shortest)
      const kept = new Set([...smallest.required, ...smallest.optional])
      expect(hasOrder(smallest, type)).toBe(false)
      expect(kept.has(shortest.stuck)).toBe(true)
      const leaning = dependentsOf([...kept], type)
      for (const o of kept) {
        const rest = without(kept, [o], leaning)
        expect(!rest.has(shortest.stuck) || hasOrder(restrict(smallest, rest), type)).toBe(true)
      }
    })
    expect(checked).toBeGreaterThan(150)
  })

  it.each(DATA_TYPES)(`never leaves out what an answer of a %s leans on (seed ${SEED})`, (type) => {
    forKeys(type, 6, 1_500, (key) => {
      if (!hasOrder(key, type)) return
      const all = [...key.required, ...key.optional]
      const leaning = dependentsOf(all, type)
      for (const o of all) expect(hasOrder(restrict(key, without(new Set(all), [o], leaning)), type)).toBe(true)
    })
  })
})

describe('refutations', () => {
  const refuted_types = Object.keys(REFUTATIONS) as DataType[]
  it.each(refuted_types)(`never object to a history of a %s that has an order (seed ${SEED})`, (type) => {
    let refuted = 0
    forKeys(type, 7, 3_000, (key) => {
      if (!REFUTATIONS[type]!(key)) return
      refuted++
      expect(hasOrder(key, type)).toBe(false)
    })
    expect(refuted).toBeGreaterThan(150)
  })

  it('finds a lost append', () => {
    const lost = append('b', 2, 3)
    expect(refuteKv(keyOf([append('a', 0, 1), lost, append('c', 4, 5), get('ac', 6, 7)]))).toMatchObject({ against: lost })
  })

  it('finds a stale read', () => {
    const newer = put('b', 2, 3)
    expect(refuteKv(keyOf([put('a', 0, 1), newer, get('a', 4, 5)]))).toMatchObject({ against: newer })
  })

  it('finds a value that nobody wrote', () => {
    expect(refuteKv(keyOf([put('a', 0, 1), get('z', 2, 3)]))).toMatchObject({ against: null })
  })

  it('takes a write of unknown outcome as able to replace everything', () => {
    expect(refuteKv(keyOf([put('x', 0), put('a', 1, 2), get('x', 4, 5)]))).toBe(null)
  })
})

describe('judgeLinearizable', () => {
  it('accepts overlapping operations in whichever order explains them', () => {
    expect(check(put('a', 0, 10), put('b', 1, 9), get('b', 11, 12))).toMatchObject({ verdict: 'holds', counterexample: null })
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
    const { text, counterexample } = check(put('a', 0, 1), put('b', 2, 30), get('b', 4, 5), get('a', 6, 7))
    expect(text).toMatch(
      /^Key k: no order of the operations explains c\d+ #1 get k → "a"; just before it the value could only be "b"\./
    )
    expect(counterexample!.lines.filter((line) => line.startsWith('>'))).toEqual([expect.stringMatching(/get k → "a"/)])
    expect(counterexample!.lines).toHaveLength(4)
    expect(counterexample!.operations).toHaveLength(4)
  })

  it('names the violated key even where another cannot be decided', () => {
    const intractable = Array.from({ length: 16 }, (_, i) => op({ f: 'put', key: 'x', value: `v${i}` }, [i, 100 + i]))
    const reads = [1, 2].map((i) => op({ f: 'get', key: 'x' }, [200 + 2 * i, 201 + 2 * i], { value: `v${i}` }))
    const history = [...intractable, ...reads, put('a', 0, 1), put('b', 2, 30), get('b', 4, 5), get('a', 6, 7)]
    const bounds = { configurations: 100 }
    expect(judgeLinearizable(history, 'kv', bounds)).toMatchObject({
      verdict: 'violated',
      text: expect.stringMatching(/^Key k:/)
    })
    expect(judgeLinearizable([...intractable, ...reads], 'kv', bounds)).toMatchObject({
      verdict: 'undecided',
      text: expect.stringContaining('x (more than 100 configurations to remember)')
    })
  })

  it('finds a lost write among those of fifty clients, where no search could, and shows few operations', () => {
    const random = createRandom(SEED, 'busy')
    const appends = losingAppend(busyHistory({ clients: 50, keys: 1, operations: 600, appends: true }, random))
    const { verdict, text } = judgeLinearizable(appends, 'kv', { configurations: 1_000 })
    expect([verdict, text]).toEqual(['violated', expect.stringContaining('was over before it began')])
    const stale = busyHistory({ clients: 50, keys: 1, operations: 600 }, random)
    const last = Math.max(...stale.map(({ invoked_us }) => invoked_us))
    const reads = ['0-1;', '1-1;', '0-1;'].map((value, i) => get(value, last + 1e6 + 10 * i, last + 1e6 + 10 * i + 1))
    const judgement = judgeLinearizable([...stale, ...reads], 'kv', { configurations: 1_000 })
    expect(judgement.verdict).toBe('violated')
    expect(judgement.counterexample!.operations.length).toBeLessThan(10)
  })
})
