import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeNow } from '../../../src-main/checkers/judge-now'
import { separateReads } from '../../../src-main/checkers/separate-reads'
import { createStreamingLinearizability } from '../../../src-main/checkers/streaming/streaming-linearizability'
import type { RecordedOperation } from '../../../src-main/workload/history'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { streamOf } from './stream'

type Rows = Readonly<Record<string, string | null>>

const done = (client: string, op: number, operation: Operation, [from, to]: [number, number], result: OperationResult = {}) => {
  return { client, op, operation, invoked_us: from, completed_us: to, outcome: 'ok', result } as RecordedOperation
}
/** k1 and k2 are written twice, k3 never. */
const WRITES: RecordedOperation[] = ['k1', 'k2'].flatMap((key, i) => [
  done(`w${i}`, 1, { f: 'put', key, value: `${key}-old` }, [0, 1]),
  done(`w${i}`, 2, { f: 'put', key, value: `${key}-new` }, [10, 20])
])
const gather = (values: Rows, [from, to]: [number, number] = [30, 31]): RecordedOperation => {
  return done('r', 1, { f: 'gather', key: 'k', keys: ['k1', 'k2', 'k3'] }, [from, to], { values })
}
const found = (history: readonly RecordedOperation[]): number => {
  const watch = createStreamingLinearizability('kv')
  return streamOf(history).flatMap((event) => watch.observe(event) ?? []).length
}
const isLinearizable = (read: RecordedOperation): boolean => {
  const { verdict } = judgeNow([...WRITES, read], 'linearizable')
  // What goes along with the run finds the same.
  expect(found([...WRITES, read]) > 0).toBe(verdict === 'violated')
  return verdict === 'holds'
}

describe('a read of several keys, judged as a read of each', () => {
  it('holds when each key was read at some moment of it, which need not be the same for all', () => {
    expect(isLinearizable(gather({ k1: 'k1-new', k2: 'k2-new', k3: null }))).toBe(true)
    expect(isLinearizable(gather({ k1: 'k1-old', k2: 'k2-new', k3: null }, [15, 16]))).toBe(true)
    expect(isLinearizable(gather({ k1: 'k1-new', k2: 'k2-old', k3: null }, [15, 16]))).toBe(true)
  })

  const scan = (values: Rows): RecordedOperation => done('r', 1, { f: 'scan', key: 'k1', to: 'k4' }, [30, 31], { values })

  it.each<[string, Rows]>([
    ['lost', { k1: 'k1-new', k2: null, k3: null }],
    ['left out', { k1: 'k1-new' }],
    ['stale', { k1: 'k1-old', k2: 'k2-new', k3: null }],
    ['invented', { k1: 'k1-new', k2: 'k2-new', k3: 'never written' }],
    ['another key’s', { k1: 'k1-new', k2: 'k1-new', k3: null }]
  ])('is violated by a row that is %s', (_, values) => {
    expect(isLinearizable(gather(values))).toBe(false)
    expect(isLinearizable(scan(values))).toBe(false)
  })

  it('is named in what is found, with the key', () => {
    const text = judgeNow([...WRITES, gather({ k1: 'k1-new', k2: null })], 'linearizable').text
    expect(text).toMatch(/^Key k2: .* explains r #1 gather: k2 → nothing/)
    const watch = createStreamingLinearizability('kv')
    const told = streamOf([...WRITES, scan({ k1: 'k1-new' })]).flatMap((event) => watch.observe(event) ?? [])
    expect(told[0]!.text).toBe('No order of the operations on k2 explains r #1 scan: k2 → nothing')
  })

  it('covers of a scan the keys of its range that the history has, whatever others hold', () => {
    expect(isLinearizable(scan({ k1: 'k1-new', k2: 'k2-new' }))).toBe(true)
    const part = (key: string, to: string | null, values: Rows) =>
      isLinearizable(done('r', 1, { f: 'scan', key, to }, [30, 31], { values }))
    expect(part('k2', null, { k2: 'k2-new' })).toBe(true)
    expect(part('k1', 'k2', { k1: 'k1-new' })).toBe(true)
    expect(part('k1', 'k2', {})).toBe(false)
  })

  it('reads keys that are first written while it is open, and tells of nothing when it failed', () => {
    const late = done('w9', 1, { f: 'put', key: 'k3', value: 'late' }, [30, 32])
    const read = (values: Rows) => [...WRITES, gather(values, [25, 40]), late]
    const now = { k1: 'k1-new', k2: 'k2-new' }
    expect(found(read({ ...now, k3: 'late' }))).toBe(0)
    expect(found(read({ ...now, k3: null }))).toBe(0)
    expect(found(read({ ...now, k3: 'other' }))).toBe(1)
    const failed = { ...gather({}), outcome: 'fail', result: null } as RecordedOperation
    expect(separateReads([...WRITES, failed])).toEqual(WRITES)
    expect(found([...WRITES, failed])).toBe(0)
  })

  it('is what as many reads of one key each would be', () => {
    const value = fc.constantFrom('k1-old', 'k1-new', 'k2-old', 'k2-new', null)
    const moment = fc.integer({ min: 0, max: 40 })
    fc.assert(
      fc.property(value, value, value, moment, moment, (k1, k2, k3, a, b) => {
        const span: [number, number] = [Math.min(a, b), Math.max(a, b)]
        const single = Object.entries({ k1, k2, k3 }).map(([key, read], i) => {
          return done(`r${i}`, 1, { f: 'get', key }, span, { value: read })
        })
        const alone = judgeNow([...WRITES, ...single], 'linearizable').verdict
        expect(isLinearizable(gather({ k1, k2, k3 }, span))).toBe(alone === 'holds')
      }),
      { seed: 7, numRuns: 300 }
    )
  })

  it('leaves a history without such reads as it is', () => {
    expect(separateReads(WRITES)).toBe(WRITES)
  })
})
