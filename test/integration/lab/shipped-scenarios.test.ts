import { describe, expect, it } from 'vitest'
import { Lab } from '../../../src-main/lab/lab'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import type { Scenario } from '../../../src-shared/scenario/schema'

/** Enough for a scenario without an end. */
const ENDLESS_FOR_MS = 4000

async function run(scenario: Scenario, text: string) {
  const lab = new Lab()
  try {
    await lab.run({ scenario, text, pace: 0 })
    if (scenario.duration === undefined) setTimeout(() => void lab.stop(), ENDLESS_FOR_MS)
    const report = await lab.finished()
    return report!.result
  } finally {
    await lab.close()
  }
}

// Three at a time (see `maxConcurrency`): a cluster is idle most of the time, and there are many scenarios.
describe('every shipped scenario', () => {
  it.concurrent.each(shippedScenarios().map(({ id, parse, text }) => ({ id, parse, text })))(
    '$id does what it says',
    async ({ parse, text }) => {
      if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
      const result = await run(parse.scenario, text)
      const { seed, metrics, notices } = result
      const failing = {
        checks: result.checks.filter(({ verdict }) => verdict !== 'holds'),
        expectations: result.expectations.filter(({ met }) => !met),
        seed,
        metrics,
        notices
      }
      expect(result.passed, JSON.stringify(failing, null, 2)).toBe(true)
      expect(result.expectations.length).toBeGreaterThan(0)
    },
    120_000
  )
})
