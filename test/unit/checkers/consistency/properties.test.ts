import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONSISTENCY_MODELS, impliedBy } from '../../../../src-shared/consistency'
import type { ConsistencyModel } from '../../../../src-shared/consistency'
import type { Verdict } from '../../../../src-shared/verdict'
import { judgeConsistency } from '../../../../src-main/checkers/consistency'
import { judgeEventual } from '../../../../src-main/checkers/consistency/checks/eventual'
import { judgeLinearizable } from '../../../../src-main/checkers/linearizability/judge'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import { DEFINED } from '../defined-models'
import { randomHistories, STORES, storeHistories } from './generated'
import type { StoreKind } from './generated'
import { holdsByDefinition } from './brute-force'

const SEED = 20_170_115

/** `overlapping`: clients that do not wait for their answers. */
function small(overlapping: boolean) {
  return fc.oneof(
    { weight: 6, arbitrary: randomHistories(7, overlapping) },
    ...STORES.map((kind) => ({ weight: 1, arbitrary: storeHistories(kind, 11) }))
  )
}

describe.each(DEFINED)('%s', (model) => {
  it(`is judged as by trying every order (seed ${SEED})`, () => {
    const seen = { holds: 0, violated: 0 }
    fc.assert(
      fc.property(small(true), (history) => {
        const expected = holdsByDefinition(history, model) ? 'holds' : 'violated'
        seen[expected]++
        expect(judgeConsistency(history, model).verdict).toBe(expected)
      }),
      { seed: SEED, numRuns: 1_000 }
    )
    // Both answers must really have been put to the test.
    expect(Math.min(seen.holds, seen.violated)).toBeGreaterThan(50)
  })

  it(`breaks first at the operation named, and in the few shown alone (seed ${SEED})`, () => {
    fc.assert(
      fc.property(small(false), (history) => {
        const { counterexample } = judgeConsistency(history, model)
        if (!counterexample) return
        const isShown = ({ client, op }: RecordedOperation) =>
          counterexample.operations.some((shown) => shown.client === client && shown.op === op)
        expect(holdsByDefinition(history.filter(isShown), model)).toBe(false)
        const { client, op } = counterexample.first_unexplained!
        const end_us = history.find((o) => o.client === client && o.op === op)!.completed_us!
        expect(judgeConsistency(knownAt(history, end_us), model).verdict).toBe('violated')
        expect(judgeConsistency(knownAt(history, end_us - 1), model).verdict).toBe('holds')
      }),
      { seed: SEED, numRuns: 200 }
    )
  })
})

/** What has not ended by then is of unknown outcome; what will turn out not to have happened is left out. */
function knownAt(history: readonly RecordedOperation[], time_us: number): RecordedOperation[] {
  return history.flatMap((o) => {
    if (o.completed_us === null || o.completed_us <= time_us || o.outcome !== 'ok') return [o]
    return o.result?.swapped === false ? [] : [{ ...o, completed_us: null, outcome: 'unknown' as const, result: null }]
  })
}

function verdictOf(history: readonly RecordedOperation[], model: ConsistencyModel): Verdict {
  if (model === 'linearizable') return judgeLinearizable(history, 'kv').verdict
  return model === 'eventual' ? judgeEventual(history, 0).verdict : judgeConsistency(history, model).verdict
}

describe('the models', () => {
  const large = fc.oneof(randomHistories(30, true), ...STORES.map((kind) => storeHistories(kind, 60)))

  it(`imply each other as stated (seed ${SEED})`, () => {
    fc.assert(
      fc.property(large, (history) => {
        const verdicts = new Map(CONSISTENCY_MODELS.map((model) => [model, verdictOf(history, model)]))
        for (const [model, verdict] of verdicts) {
          if (verdict !== 'holds') continue
          for (const weaker of impliedBy(model)) expect(verdicts.get(weaker), `${model} but not ${weaker}`).not.toBe('violated')
        }
      }),
      { seed: SEED, numRuns: 400 }
    )
  })

  it.each<[StoreKind, readonly ConsistencyModel[]]>([
    ['linearizable', ['linearizable']],
    ['sequential', ['sequential']],
    ['causal', ['causal-memory']],
    ['pram', ['pram']]
  ])(`of a store that is %s hold for it (seed ${SEED})`, (kind, models) => {
    fc.assert(
      fc.property(storeHistories(kind, 80), (history) => {
        for (const model of models.flatMap((m) => [m, ...impliedBy(m)])) {
          if (model === 'eventual') continue
          expect(verdictOf(history, model), model).toBe('holds')
        }
      }),
      { seed: SEED, numRuns: 150 }
    )
  })
})
