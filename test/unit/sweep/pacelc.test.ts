import { describe, expect, it } from 'vitest'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { measure } from '../../../src-main/sweep/pacelc/measure'
import { measurementPlan } from '../../../src-main/sweep/pacelc/plan'
import { latencyWindow, partitionWindow, stretchOf } from '../../../src-main/sweep/pacelc/scenario'
import { protocols } from '../../../src-node/protocols/registry'
import { DISTANCES, runsOf } from '../../../src-shared/pacelc/measurement'
import type { Distance, MeasuredRuns } from '../../../src-shared/pacelc/measurement'
import { medianOverSites, placementOf, roundTripsOf } from '../../../src-shared/pacelc/placement'
import { formatScenario } from '../../../src-shared/scenario/format'
import { ScenarioLinks } from '../../../src-shared/scenario/links'

const at = (id: Distance['id']) => DISTANCES.find((distance) => distance.id === id)!
const NEAR = at('cross-region-near')
const FAR = at('cross-region-far')
const SEEDS = { first: 1, last: 1 }

/** What is measured of one configuration at two distances, and with each site cut off. */
function measured(protocol: string, title: string): { row: string; runs: MeasuredRuns[] } {
  const { rows, runs } = measurementPlan([protocol], [NEAR, FAR])
  const row = rows.find((one) => one.title === title)!.id
  const own = runs.filter((one) => one.row.id === row)
  return {
    row,
    runs: own.map(({ distance, scenario }) => {
      const findings = measure(scenario, SEEDS)
      return findings.kind === 'partition' ? { ...findings, row } : { ...findings, row, distance: distance! }
    })
  }
}

describe('the runs that PACELC is measured by', () => {
  it('are each configuration at each distance, and with each site cut off, as scenarios that fit it', () => {
    const { rows, runs } = measurementPlan()
    const declared = protocols.reduce((sum, { description }) => sum + (description.configurations?.length ?? 1), 0)
    expect(rows.length).toBe(declared)
    expect(runs.length).toBe(declared * (DISTANCES.length + 3))
    for (const { scenario } of runs) expect(parseText(formatScenario(scenario), scenario.name)).toEqual({ ok: true, scenario })
  })

  it.each(DISTANCES)(
    'put a round trip of $round_trip_ms ms between sites, for nodes and clients, and none within',
    (distance) => {
      const [plan] = measurementPlan(['raft'], [distance]).runs
      const links = new ScenarioLinks(plan!.scenario).initial()
      for (const link of ['n1>n2', 'n3>n2', 'c1>n2', 'n3>c1'] as const) {
        expect(links.get(link)!.delay_ms).toBe(distance.round_trip_ms / 2)
      }
      for (const link of ['c1>n1', 'n2>c2'] as const) expect(links.get(link)!.delay_ms).toBeLessThan(0.05)
    }
  )

  it('stretch what the protocol declares in milliseconds with the distance, and the patience of clients', () => {
    const { runs } = measurementPlan(['raft'], [at('same-rack'), FAR])
    const [near, far] = runs.map(({ scenario }) => scenario)
    expect(near!.cluster.parameters).toEqual({})
    expect(stretchOf(FAR.round_trip_ms)).toBe(15)
    expect(far!.cluster.parameters).toMatchObject({ election_timeout_ms: [2250, 4500], heartbeat_ms: 750 })
    expect(far!.workload.timeout).toBe(15 * near!.workload.timeout)
  })

  it('count what is asked once clients know whom to ask, or once failovers have had their time', () => {
    const { runs } = measurementPlan(['raft'], [NEAR])
    const [steady, cut] = runs.map(({ scenario }) => scenario)
    expect(latencyWindow(steady!).from_ms).toBeGreaterThan(steady!.workload.start)
    expect(partitionWindow(steady!)).toBeNull()
    const { from_ms, to_ms } = partitionWindow(cut!)!
    const [entry] = cut!.timeline
    expect(from_ms - entry!.at).toBeGreaterThanOrEqual(4 * cut!.workload.timeout)
    expect(to_ms + cut!.workload.timeout).toBeLessThanOrEqual(entry!.at + entry!.for!)
  })
})

describe('a measurement', () => {
  it('finds that Raft waits a round trip beside its leader and two elsewhere, and refuses where there is no quorum', () => {
    const raft = measured('raft', 'linearizable reads')
    const { distances, partitions } = runsOf(raft, raft.row)
    const costs = roundTripsOf(distances)
    expect(costs.map(({ site, site_count }) => [site, site_count])).toEqual([
      ['leader', 1],
      ['elsewhere', 2]
    ])
    for (const kind of ['reads', 'writes'] as const) {
      expect(costs[0]![kind]).toBeCloseTo(1, 0)
      expect(costs[1]![kind]).toBeCloseTo(2, 0)
    }
    const { partition, otherwise } = placementOf(distances, partitions)
    expect([partition.class, otherwise.class]).toEqual(['PC', 'EC'])
    expect(partition.text).toMatch(/^The cut-off site answered nothing\. Who was left went on/)
  })

  it('finds that a leader at each node waits for none, answers on every side, and is not linearizable', () => {
    const { runs } = measured('multi-leader', 'last write wins, a leader at each node')
    // Whatever somebody calls it, the figures decide.
    const label = 'strictly PC/EC'
    const { distances, partitions } = runsOf({ runs: runs.map((one) => ({ ...one, row: label })) }, label)
    const costs = roundTripsOf(distances)
    expect(medianOverSites(costs, 'reads')).toBeCloseTo(0, 1)
    expect(medianOverSites(costs, 'writes')).toBeCloseTo(0, 1)
    const { partition, otherwise } = placementOf(distances, partitions)
    expect([partition.class, otherwise.class]).toEqual(['PA', 'EL'])
  })

  it('comes to the same again, and the run that it names passes with the verdict that was found', () => {
    const plan = measurementPlan(['leader-follower'], [NEAR]).runs.find(({ scenario }) =>
      scenario.title.includes('reads from followers')
    )!
    const once = measure(plan.scenario, SEEDS)
    expect(measure(plan.scenario, SEEDS)).toEqual(once)
    const parse = parseText(once.scenario, 'run')
    const verdict = once.verdict === 'violated' ? 'violated' : 'holds'
    expect(parse.ok && parse.scenario).toMatchObject({
      seed: once.seed,
      expectations: [{ expect: 'model', model: 'linearizable', verdict }]
    })
  })

  it('says why it could not be made', () => {
    const [plan] = measurementPlan(['raft'], [NEAR]).runs
    const { duration: _, ...endless } = plan!.scenario
    expect(measure(endless, SEEDS)).toMatchObject({ error: expect.stringContaining('no end') as string, undecided: 1 })
  })
})
