import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ISOLATION_IMPLIED, ISOLATION_MODELS, ISOLATION_ORDERS } from '../../../../src-shared/isolation/models'
import type { IsolationModel } from '../../../../src-shared/isolation/models'
import { createRandom } from '../../../../src-shared/random'
import { judgeIsolation } from '../../../../src-main/checkers/isolation/judge'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import { generatedHistory, withWrongAnswer } from './generated'
import type { Shape, StoreKind } from './generated'
import { isAllowed, isLevel } from './levels'
import { isExplained } from './naive'

const KINDS: readonly StoreKind[] = ['serial', 'snapshot', 'careless', 'committed', 'dirty']
const OF: readonly Shape['of'][] = ['lists', 'registers', 'transfers']
const SMALL = { transactions: 4, clients: 3, keys: 2, steps: 3, lost: 0.1, aborted: 0.1 }
const LARGE = { transactions: 200, clients: 5, keys: 8, steps: 4, lost: 0.05, aborted: 0.1 }
/** Those that the naive twin knows. */
const DEFINED = ISOLATION_MODELS.filter((model) => model.includes('serializable') || model.includes('snapshot'))

const SEED = 20_261_130

const seeds = fc.integer({ min: 0, max: 2 ** 31 })

function verdictOf(history: readonly RecordedOperation[], model: IsolationModel) {
  return judgeIsolation(history, model).verdict
}

function drawn(kind: StoreKind, shape: Shape, seed: number): RecordedOperation[] {
  return generatedHistory(kind, shape, createRandom(seed, 'history'))
}

function implied(model: IsolationModel): IsolationModel[] {
  return [model, ...ISOLATION_IMPLIED[model].flatMap(implied)]
}

describe('small histories', () => {
  it.each(OF)(`of %s come to what the definitions say (seed ${SEED})`, (of) => {
    let undecided = 0
    let judged = 0
    fc.assert(
      fc.property(seeds, fc.constantFrom(...KINDS), fc.boolean(), (seed, kind, is_wrong) => {
        const right = drawn(kind, { of, ...SMALL }, seed)
        const history = is_wrong ? withWrongAnswer(right, createRandom(seed, 'wrong')) : right
        for (const model of DEFINED) {
          const verdict = verdictOf(history, model)
          judged++
          if (verdict === 'undecided') undecided++
          else
            expect(verdict, model).toBe(
              isExplained(history, model.includes('serializable'), ISOLATION_ORDERS[model]) ? 'holds' : 'violated'
            )
        }
      }),
      { seed: SEED, numRuns: 250 }
    )
    expect(undecided / judged).toBeLessThan(of === 'lists' ? 0.05 : 0.2)
  })
})

describe('small histories, below serializability', () => {
  it.each(['lists', 'registers'] as const)(`of %s come to what the definitions say (seed ${SEED})`, (of) => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(...KINDS), fc.boolean(), (seed, kind, is_wrong) => {
        const right = drawn(kind, { of, ...SMALL }, seed)
        const history = is_wrong ? withWrongAnswer(right, createRandom(seed, 'wrong')) : right
        for (const model of ISOLATION_MODELS)
          if (isLevel(model)) expect(verdictOf(history, model), model).toBe(isAllowed(history, model) ? 'holds' : 'violated')
      }),
      { seed: SEED, numRuns: 250 }
    )
  })
})

describe('what a store promises', () => {
  const promises: Readonly<Partial<Record<StoreKind, IsolationModel>>> = {
    serial: 'strict-serializable',
    snapshot: 'strong-snapshot-isolation',
    stale: 'serializable',
    committed: 'monotonic-atomic-view'
  }
  it.each(OF.flatMap((of) => Object.entries(promises).map(([kind, model]) => [of, kind as StoreKind, model] as const)))(
    `is said to hold: %s, %s (seed ${SEED})`,
    (of, kind, model) => {
      fc.assert(
        fc.property(seeds, (seed) => {
          const history = drawn(kind, { of, ...LARGE }, seed)
          const verdicts = implied(model).map((held) => judgeIsolation(history, held).verdict)
          // Sums may be those of several additions.
          if (of === 'transfers') expect(verdicts).not.toContain('violated')
          else expect(new Set(verdicts)).toEqual(new Set(['holds']))
        }),
        { seed: SEED, numRuns: 5 }
      )
    }
  )

  it('is said to hold of long histories on registers, too', () => {
    const history = drawn(
      'serial',
      { of: 'registers', transactions: 3_000, clients: 20, keys: 20, steps: 4, lost: 0.01, aborted: 0.1 },
      SEED
    )
    expect(judgeIsolation(history, 'strict-serializable')).toMatchObject({ verdict: 'holds' })
  })
})
