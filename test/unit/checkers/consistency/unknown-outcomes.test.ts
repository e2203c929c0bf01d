import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeConsistency } from '../../../../src-main/checkers/consistency'
import { judgeNow } from '../../../../src-main/checkers/judge-now'
import { splitByKey } from '../../../../src-main/checkers/linearizability/key-history'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import { CONSISTENCY_MODELS, impliedBy } from '../../../../src-shared/consistency'
import type { ConsistencyModel } from '../../../../src-shared/consistency'
import { DEFINED } from '../defined-models'
import { hasOrder } from '../small-histories'
import { cas, get, put, sessions, unknown } from './build'
import { doubtfulHistories } from './generated'
import { holdsByDefinition } from './brute-force'

const SEED = 20_261_128
const RUNS = Number(process.env.HISTORIES ?? 400)

const isLinearizable = (history: readonly RecordedOperation[]) => splitByKey(history).every((key) => hasOrder(key, 'kv'))

describe('histories of up to six operations of all kinds, many of unknown outcome', () => {
  it.each(['linearizable', ...DEFINED] as const)(`are judged %s as by trying everything (seed ${SEED})`, (model) => {
    const seen = { holds: 0, violated: 0, undecided: 0 }
    fc.assert(
      fc.property(doubtfulHistories(6), (history) => {
        const { verdict, text } = judgeNow(history, model, 'kv')
        seen[verdict]++
        if (verdict === 'undecided') return
        const holds = model === 'linearizable' ? isLinearizable(history) : holdsByDefinition(history, model)
        expect(verdict, text).toBe(holds ? 'holds' : 'violated')
      }),
      { seed: SEED, numRuns: RUNS }
    )
    // Undecided is only what appends make of each other.
    expect(seen.undecided / RUNS).toBeLessThan(0.1)
    expect(Math.min(seen.holds, seen.violated) / RUNS).toBeGreaterThan(0.05)
  })

  it(`never hold under a model and break a weaker one (seed ${SEED})`, () => {
    fc.assert(
      fc.property(doubtfulHistories(6), (history) => {
        const verdicts = new Map(CONSISTENCY_MODELS.map((model) => [model, judgeNow(history, model, 'kv').verdict]))
        const broken = (model: ConsistencyModel) => [...impliedBy(model)].filter((weaker) => verdicts.get(weaker) === 'violated')
        for (const [model, verdict] of verdicts) if (verdict === 'holds') expect(broken(model), model).toEqual([])
      }),
      { seed: SEED, numRuns: 2 * RUNS }
    )
  })
})

describe('a compare-and-set of unknown outcome', () => {
  const brokenBy = (history: readonly RecordedOperation[]) =>
    DEFINED.filter((model) => judgeConsistency(history, model).verdict !== 'holds')

  it('whose expected value nobody wrote never happened', () => {
    expect(brokenBy(sessions([unknown(cas('x', '?', 'a')), unknown(put('x', 'a')), cas('x', 'a', 'b')]))).toEqual([])
    expect(brokenBy(sessions([unknown(cas('x', '?', 'b')), get('x', 'b')], [put('y', '1'), put('x', 'b')]))).toEqual([])
    expect(brokenBy(sessions([unknown(cas('x', '?', 'b')), get('x', 'b')]))).toEqual([...DEFINED])
  })

  it('happened where only it can have left what was seen, and may have where another can', () => {
    const alone = sessions([put('x', '1'), get('x', '2')], [unknown(cas('x', '1', '2'))])
    expect(brokenBy(alone)).toEqual([])
    const other = sessions([get('x', '2'), put('x', '1')], [unknown(cas('x', '1', '2'))], [put('x', '2')])
    expect(brokenBy(other)).toEqual([])
  })
})
