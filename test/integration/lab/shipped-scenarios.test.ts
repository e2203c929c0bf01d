import { describe, expect, it } from 'vitest'
import { createLab } from '../../../src-main/lab/computer'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { coverOfEngine, ENDLESS_FOR_MS } from './scenario-cover'

async function run(scenario: Scenario, text: string) {
  const lab = createLab()
  try {
    await lab.run({ scenario, text, pace: 0 })
    if (scenario.duration === undefined) setTimeout(() => void lab.stop(), ENDLESS_FOR_MS)
    const report = await lab.finished()
    return report!.result
  } finally {
    await lab.close()
  }
}

const all = shippedScenarios().flatMap(({ id, parse, text }) => (parse.ok ? [{ id, scenario: parse.scenario, text }] : []))
// Each of them is simulated by a unit test; on the engine of its own runs a choice of those that ask for processes, or (`npm run scenarios`) all.
const chosen = process.env.NETSPLIT_ALL_SCENARIOS
  ? all
  : coverOfEngine(all.filter(({ scenario }) => scenario.engine === 'processes'))

// Some at a time (see `maxConcurrency`): a cluster is idle most of the time.
describe('a shipped scenario', () => {
  it.concurrent.each(chosen)(
    '$id does what it says',
    // Its expectations are about real time, and the machine may be busy with something else: what is wrong fails twice.
    { timeout: 120_000, retry: 1 },
    async ({ scenario, text }) => {
      const result = await run(scenario, text)
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
    }
  )
})
