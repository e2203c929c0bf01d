import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONSISTENCY_MODELS, impliedBy } from '../../../../src-shared/consistency'
import type { ConsistencyModel } from '../../../../src-shared/consistency'
import type { Verdict } from '../../../../src-shared/verdict'
import { judgeConsistency } from '../../../../src-main/checkers/consistency'
import { areCounters, judgeCounters } from '../../../../src-main/checkers/consistency/counters'
import { Meter } from '../../../../src-main/checkers/consistency/meter'
import { COUNT_BOUNDS, NO_CLOCK } from '../../../../src-main/checkers/linearizability/budget'
import { judgeLinearizable } from '../../../../src-main/checkers/linearizability/judge'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import { randomCounts, storeCounts, STORES } from './generated'
import type { Drawing, StoreKind } from './generated'
import { DEFINED } from '../defined-models'
import { countsByDefinition } from './brute-force'

const SEED = 20_261_123

/** Where counting decides everything. */
const ALIKE: readonly Drawing[] = [
  { keys: ['x'], amounts: [1] },
  { keys: ['x'], amounts: [1], overlapping: true },
  { keys: ['x'], amounts: [-3] }
]
/** Where it does not. */
const MIXED: readonly Drawing[] = [
  { keys: ['x', 'y'], amounts: [1] },
  { keys: ['x'], amounts: [1, 2] },
  { keys: ['x'], amounts: [1, -1], overlapping: true },
  { keys: ['x', 'y'], amounts: [2, 0, -1] }
]
/** Models that counting and search decide for every counter. */
const ALWAYS_DECIDED: readonly ConsistencyModel[] = [
  'sequential',
  'pram',
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes'
]

function small(drawings: readonly Drawing[]) {
  return fc.oneof(
    ...drawings.flatMap((drawing) => [
      { weight: 4, arbitrary: randomCounts(7, drawing) },
      ...STORES.map((kind) => ({ weight: 1, arbitrary: storeCounts(kind, 10, drawing).filter(({ length }) => length < 8) }))
    ])
  )
}

describe.each(DEFINED)('%s of counters', (model) => {
  it.each([
    ['like increments of one key', ALIKE, 700],
    ['any increments', MIXED, 900]
  ] as const)(`is judged as by trying every order: %s (seed ${SEED})`, (_, drawings, runs) => {
    const seen = { holds: 0, violated: 0, undecided: 0 }
    fc.assert(
      fc.property(small(drawings), (history) => {
        if (!areCounters(history)) return
        const { verdict, text } = judgeConsistency(history, model)
        seen[verdict]++
        if (verdict === 'undecided') return
        expect(verdict, text).toBe(countsByDefinition(history, model) ? 'holds' : 'violated')
      }),
      { seed: SEED, numRuns: runs }
    )
    // Both answers must really have been put to the test.
    expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(50)
    if (drawings === ALIKE || ALWAYS_DECIDED.includes(model)) expect(seen.undecided).toBe(0)
    else expect(seen.undecided).toBeLessThan(runs / 5)
  })
})

describe('the answer named first', () => {
  it(`is one by which no explanation was left (seed ${SEED})`, () => {
    let named = 0
    fc.assert(
      fc.property(small([...ALIKE, ...MIXED]), fc.constantFrom(...DEFINED), (history, model) => {
        const { counterexample } = judgeConsistency(history, model)
        if (!areCounters(history) || !counterexample) return
        const { client, op } = counterexample.first_unexplained!
        const { completed_us } = history.find((o) => o.client === client && o.op === op)!
        expect(countsByDefinition(knownAt(history, completed_us!), model)).toBe(false)
        named++
      }),
      { seed: SEED, numRuns: 600 }
    )
    expect(named).toBeGreaterThan(100)
  })
})

/** What had begun by then; what had not ended is of unknown outcome. */
function knownAt(history: readonly RecordedOperation[], time_us: number): RecordedOperation[] {
  return history.flatMap((o) => {
    if (o.invoked_us > time_us) return []
    if (o.outcome !== 'ok' || o.completed_us! <= time_us) return [o]
    return [{ ...o, completed_us: null, outcome: 'unknown' as const, result: null }]
  })
}

function verdictOf(history: readonly RecordedOperation[], model: ConsistencyModel): Verdict {
  if (model === 'linearizable') return judgeLinearizable(history, 'counter').verdict
  if (model === 'eventual') return judgeCounters(history, model, new Meter(COUNT_BOUNDS, NO_CLOCK), 0).verdict
  return judgeConsistency(history, model, COUNT_BOUNDS).verdict
}

describe('models of counters', () => {
  const drawings = [...ALIKE, ...MIXED]

  it(`imply each other as stated (seed ${SEED})`, () => {
    const large = fc.oneof(...drawings.flatMap((d) => [randomCounts(12, d), ...STORES.map((kind) => storeCounts(kind, 40, d))]))
    fc.assert(
      fc.property(large, (history) => {
        if (!areCounters(history)) return
        const verdicts = new Map(CONSISTENCY_MODELS.map((model) => [model, verdictOf(history, model)]))
        for (const [model, verdict] of verdicts) {
          if (verdict !== 'holds') continue
          for (const weaker of impliedBy(model)) expect(verdicts.get(weaker), `${model} but not ${weaker}`).not.toBe('violated')
        }
      }),
      { seed: SEED, numRuns: 300 }
    )
  })

  it.each<[StoreKind, ConsistencyModel]>([
    ['linearizable', 'linearizable'],
    ['sequential', 'sequential'],
    ['causal', 'causal-memory'],
    ['pram', 'pram']
  ])(`hold of a store that is %s (seed ${SEED})`, (kind, model) => {
    fc.assert(
      fc.property(storeCounts(kind, 80, { keys: ['x'], amounts: [1] }), (history) => {
        if (!areCounters(history)) return
        for (const held of [model, ...impliedBy(model)]) {
          if (held !== 'eventual') expect(verdictOf(history, held), held).toBe('holds')
        }
      }),
      { seed: SEED, numRuns: 100 }
    )
  })
})
