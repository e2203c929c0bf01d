import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstUnexplained } from '../../../src-main/checkers/linearizability/counterexample'
import { decideKey } from '../../../src-main/checkers/linearizability/decide'
import { splitByKey } from '../../../src-main/checkers/linearizability/key-history'
import { createStreamingLinearizability } from '../../../src-main/checkers/streaming/streaming-linearizability'
import type { KeyCheckBounds } from '../../../src-main/checkers/streaming/key-checker'
import type { RecordedOperation } from '../../../src-main/workload/history'
import type { Violation } from '../../../src-node/protocols/contract'
import { DATA_TYPES } from '../../../src-shared/consistency'
import type { DataType } from '../../../src-shared/consistency'
import type { LabEvent } from '../../../src-shared/events'
import { createRandom } from '../../../src-shared/random'
import { busyHistory, losingAppend } from './busy-history'
import { smallHistories } from './small-histories'
import { streamOf } from './stream'

const SEED = 20_170_311
const UNBOUNDED = { deadline_ms: Infinity, now_ms: () => 0, configurations: Infinity }

function watch(type: DataType, events: readonly LabEvent[], bounds?: KeyCheckBounds): Violation[] {
  const invariant = createStreamingLinearizability(type, bounds)
  return events.flatMap((event) => invariant.observe(event) ?? [])
}

const put = (value: string, t: number, until: number | null = t + 1): RecordedOperation => ({
  client: `c${value}`,
  op: 1,
  operation: { f: 'put', key: 'k', value },
  invoked_us: t,
  completed_us: until,
  outcome: until === null ? 'unknown' : 'ok',
  result: until === null ? null : {}
})
const get = (client: string, value: string | null, t: number, until = t + 1): RecordedOperation => ({
  ...put('', t, until),
  client,
  operation: { f: 'get', key: 'k' },
  result: { value }
})

describe('createStreamingLinearizability', () => {
  it.each(DATA_TYPES)(
    `finds of a %s what the whole check finds, at the first answer that nothing explains (seed ${SEED})`,
    (type) => {
      let violated = 0
      fc.assert(
        fc.property(smallHistories(8, type), fc.integer({ min: 1, max: 30 }), (history, give_up_us) => {
          const events = streamOf(history, give_up_us)
          const key = splitByKey(history)[0]
          const found = key && decideKey(key, type, UNBOUNDED)
          const violations = watch(type, events, { configurations: Infinity, steps: Infinity })
          expect(violations).toHaveLength(found?.verdict === 'violated' ? 1 : 0)
          if (found?.verdict !== 'violated') return
          violated++
          const { completed_us } = firstUnexplained(key!, type, UNBOUNDED, found).stuck
          expect(violations).toHaveLength(1)
          const named = violations[0]!.events.map((seq) => events[seq - 1]!)
          expect(named[0]!.kind).toBe('invoke')
          // That an operation failed, and explains nothing, may become known only after the answer that it would have explained.
          expect(named[1]!.t).toBeGreaterThanOrEqual(completed_us)
          if (!history.some(({ outcome }) => outcome === 'fail')) expect(named[1]!.t).toBe(completed_us)
        }),
        { seed: SEED, numRuns: 1_000 }
      )
      expect(violated).toBeGreaterThan(60)
    }
  )

  it('tells at once, with the answer and its invocation, and of each key once', () => {
    const events = streamOf([put('a', 0), put('b', 2), get('r', 'a', 4), get('s', 'a', 6)])
    const invariant = createStreamingLinearizability('kv')
    const told = events.map((event) => invariant.observe(event))
    // The first event after the answer of r: s begins.
    expect(told.map((violation, i) => (violation ? i : -1)).filter((i) => i >= 0)).toEqual([6])
    expect(told[6]).toEqual({
      text: 'No order of the operations on k explains r #1 get k → "a"',
      events: [5, 6, 1, 2, 3, 4]
    })
  })

  it('lets a write of unknown outcome come just before one that returned, for whoever was reading then', () => {
    const history = [put('w', 0, null), get('z', null, 12, 30), get('y', 'w', 13, 25), put('b', 14, 16), get('x', 'b', 40)]
    expect(watch('kv', streamOf(history))).toEqual([])
    expect(watch('kv', streamOf([...history, get('v', 'w', 50)]))).toHaveLength(1)
  })

  it('says nothing of a busy store that is correct, and finds the write that it loses', () => {
    const random = createRandom(SEED, 'streaming')
    const healthy = busyHistory({ clients: 8, keys: 10, operations: 2_000, unknown: 0.02 }, random)
    expect(watch('kv', streamOf(healthy, 5_000))).toEqual([])
    const appends = busyHistory({ clients: 5, keys: 10, operations: 2_000, appends: true }, random)
    expect(watch('kv', streamOf(appends))).toEqual([])
    expect(watch('kv', streamOf(losingAppend(appends)))).toHaveLength(1)
  })

  it('gives everything up when operations may be missing', () => {
    const events = streamOf([
      {
        client: 'c',
        op: 1,
        operation: { f: 'get', key: 'k' },
        invoked_us: 1,
        completed_us: 2,
        outcome: 'ok',
        result: { value: 'x' }
      }
    ])
    const gap = { kind: 'gap', source: 'clients', lost: 1, t: 0, seq: 0 } as LabEvent
    expect(watch('kv', events)).toHaveLength(1)
    expect(watch('kv', [gap, ...events])).toEqual([])
  })
})
