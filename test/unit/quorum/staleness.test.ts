import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'
import { createRunFold, foldEvent } from '../../../src-shared/folds/run'
import { quorum } from '../../../src-shared/protocols/quorum'
import { doubtsOf } from '../../../src-shared/protocols/quorum/staleness/assumptions'
import { stalenessFold } from '../../../src-shared/protocols/quorum/staleness/fold'

const SEED = 3
const shipped = shippedScenarios().find(({ id }) => id === 'quorum-staleness')!

/** The shipped scenario with other parameters, shorter. */
function run(parameters: Record<string, number | boolean | string>) {
  if (!shipped.parse.ok) throw new Error(shipped.parse.errors[0]!.text)
  const { scenario } = shipped.parse
  const cluster = { ...scenario.cluster, parameters: { ...scenario.cluster.parameters, ...parameters } }
  const fold = createRunFold(quorum)
  const { result } = simulate({
    scenario: { ...scenario, cluster, duration: 6000, checks: [], expectations: [] },
    protocol: findProtocol('quorum'),
    seed: SEED,
    onEvents: (events) => events.forEach((event) => foldEvent(fold, event))
  })
  return { metrics: result.metrics, doubts: doubtsOf(stalenessFold.of(fold)!, fold.cluster) }
}

describe(`stale reads of a quorum store (seed ${SEED})`, () => {
  it('come as often as WARS says by the links alone, and the run gives no reason to doubt it', () => {
    const { metrics, doubts } = run({})
    expect(doubts).toEqual([])
    expect(metrics['staleness.stale_percent']).toBeGreaterThan(1)
    expect(metrics['wars.stale_percent']! / metrics['staleness.stale_percent']!).toBeGreaterThan(0.75)
    expect(metrics['wars.stale_percent']! / metrics['staleness.stale_percent']!).toBeLessThan(1.33)
    expect(metrics['wars.within_percent']).toBeGreaterThanOrEqual(75)
  })

  it.each(['random-tokens', 'token-placed-ranges', 'even-ranges'])(
    'are foretold where keys are placed on a ring by %s, too',
    (ring_strategy) => {
      const { metrics } = run({ placement: 'ring', ring_strategy })
      expect(metrics['wars.stale_percent']! / metrics['staleness.stale_percent']!).toBeGreaterThan(0.75)
      expect(metrics['wars.stale_percent']! / metrics['staleness.stale_percent']!).toBeLessThan(1.33)
    }
  )

  it('there are none with R + W > N, by measure and by WARS; what does not fit the model is said', () => {
    const { metrics, doubts } = run({ read_quorum: 2, write_quorum: 2, read_repair: true, hinted_handoff: true })
    expect(metrics['staleness.stale_percent']).toBe(0)
    expect(metrics['wars.stale_percent']).toBe(0)
    expect(metrics['wars.fresh_999_ms']).toBe(0)
    expect(doubts).toEqual(['read repair is on', 'hinted handoff is on'])
  })
})
