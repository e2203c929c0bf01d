import { describe, expect, it } from 'vitest'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { ElectionWatch } from '../../../src-main/sweep/elections/election-watch'
import { electionPlan } from '../../../src-main/sweep/elections/plan'
import { electionScenario } from '../../../src-main/sweep/elections/scenario'
import { timeElections } from '../../../src-main/sweep/elections/time-elections'
import { agreesWithPaper, figuresOf, TIMEOUT_RANGES } from '../../../src-shared/elections/elections'
import type { LabEvent } from '../../../src-shared/events'

const range = TIMEOUT_RANGES.find(({ id }) => id === '150-300')!

/** Events of a run as far as the watch reads them. */
function watched(...events: readonly object[]): ElectionWatch {
  const watch = new ElectionWatch()
  for (const event of events) watch.observe(event as LabEvent)
  return watch
}
const role = (t: number, node: string, name: string) => ({ t, kind: 'role', node, role: name })
const crash = (t: number) => ({ t, kind: 'fault-started', action: { do: 'crash', node: 'n1' } })

describe('elections', () => {
  it('take about as long as in the paper, and the same time with the same seeds', () => {
    const batch = timeElections('150-300', { first: 1, last: 60 })
    const { p50, p90 } = figuresOf(batch.elections.map(({ elected_ms }) => elected_ms))!
    expect(batch.elections.length + batch.void_count).toBe(60)
    expect(batch.void_count).toBeLessThan(3)
    expect(agreesWithPaper(range, { p50, p90, p99: 0, max: 0 })).toBe(true)
    for (const { detected_ms, elected_ms } of batch.elections) expect(elected_ms).toBeGreaterThan(detected_ms)
    // The earliest timeout after the latest possible death.
    expect(Math.min(...batch.elections.map(({ detected_ms }) => detected_ms))).toBeGreaterThan(150 - 75 - 1)
    expect(timeElections('150-300', { first: 1, last: 3 }).elections).toEqual(batch.elections.slice(0, 3))
  })

  it('are those of scenarios that anybody can run, one death or many', () => {
    const { scenario } = timeElections('25-50', { first: 7, last: 7 })
    expect(parseText(scenario, 'elections.yaml').ok).toBe(true)
    const deaths = electionScenario(range, [5, 5, 5], 'processes').timeline.filter(({ action }) => action.do === 'crash')
    expect(deaths.map(({ at }) => Math.round(at - deaths[0]!.at))).toEqual([0, 3400, 6800])
  })

  it('count only where n1 led, and a node with a long log came next', () => {
    const leads = role(1, 'n1', 'leader')
    const campaigns = role(3000, 'n4', 'candidate')
    expect(watched(leads, crash(1000), campaigns, role(5000, 'n4', 'leader')).elections).toEqual([
      { detected_ms: 2, elected_ms: 4 }
    ])
    const first_failed = [campaigns, role(6000, 'n5', 'candidate'), role(8000, 'n5', 'leader')]
    expect(watched(leads, crash(1000), ...first_failed).elections).toEqual([{ detected_ms: 2, elected_ms: 7 }])
    for (const run of [
      [role(1, 'n2', 'leader'), crash(1000), campaigns, role(5000, 'n4', 'leader')],
      [leads, crash(1000), campaigns, role(5000, 'n3', 'leader')],
      [leads, crash(1000), campaigns, { t: 9000, kind: 'fault-ended' }, role(9500, 'n4', 'leader')]
    ])
      expect(watched(...run)).toMatchObject({ elections: [], void_count: 1 })
  })

  it('are planned range by range, every seed once', () => {
    const plan = electionPlan([range, TIMEOUT_RANGES[0]!], 120, 10)
    const seeds = plan.filter((batch) => batch.range === range.id).map((batch) => batch.seeds)
    expect(seeds).toEqual([
      { first: 10, last: 59 },
      { first: 60, last: 109 },
      { first: 110, last: 129 }
    ])
    expect(plan.map((batch) => batch.range).slice(0, 3)).toEqual(['150-300', '25-50', '150-300'])
  })
})
