import { describe, expect, it } from 'vitest'
import { DISTANCES, sidesOf } from '../../../src-shared/pacelc/measurement'
import type { DistanceRuns, PartitionRuns, Side, LatencySummary } from '../../../src-shared/pacelc/measurement'
import {
  medianOverSites,
  placementOf,
  roundTripsFigures,
  roundTripsOf,
  roundTripsText
} from '../../../src-shared/pacelc/placement'

const RUNS = {
  row: 'r',
  runs: 3,
  violated: 0,
  undecided: 0,
  verdict: 'holds',
  text: '',
  seed: 1,
  scenario: '',
  error: null
} as const

/** What a read and a write cost in each sort of site, in round trips; null: none succeeded. */
type Costs = readonly (readonly [site: string, site_count: number, reads: number | null, writes: number | null])[]

/** Runs at every distance in which operations cost so much, and a tenth of a millisecond beside. */
function distances(costs: Costs, more: Partial<DistanceRuns> = {}): DistanceRuns[] {
  return DISTANCES.map(({ id, round_trip_ms }) => {
    const spread = (cost: number | null): LatencySummary => {
      const median_ms = cost === null ? null : 0.1 + cost * round_trip_ms
      return { count: cost === null ? 0 : 10, median_ms, p99_ms: median_ms }
    }
    const latencies = costs.map(([site, site_count, reads, writes]) => ({
      site,
      site_count,
      reads: spread(reads),
      writes: spread(writes)
    }))
    return { ...RUNS, kind: 'distance', distance: id, latencies, ...more }
  })
}

function side(name: Side['side'], had_leader: boolean | null, reads: number, writes: number): Side {
  return { side: name, had_leader, reads: { asked: 100, answered: reads }, writes: { asked: 100, answered: writes } }
}

const cut = (sides: readonly Side[], more: Partial<PartitionRuns> = {}): PartitionRuns[] => [
  { ...RUNS, kind: 'partition', isolated_site: 'p1', sides, ...more }
]

const EVERYWHERE: Costs = [['p1', 3, 0, 0]]
const AT_LEADER: Costs = [
  ['leader', 1, 0, 0],
  ['elsewhere', 2, 1, 1]
]
const READS_NEAR: Costs = [
  ['leader', 1, 1, 1],
  ['elsewhere', 2, 0, 2]
]
const ALL_WAIT: Costs = [['p1', 3, 1, 1]]

describe('else', () => {
  it.each([
    ['waits and is linearizable', 'EC', ALL_WAIT, {}],
    ['waits for the way to the leader alone, and is linearizable', 'EC', AT_LEADER, {}],
    ['reads near, waits for writes, and is linearizable', 'EC', READS_NEAR, {}],
    ['waits for nothing and is not linearizable', 'EL', EVERYWHERE, { violated: 1 }],
    ['reads near and is not linearizable', 'EL', READS_NEAR, { violated: 3 }],
    ['waits for both and is not linearizable', 'neither', ALL_WAIT, { violated: 1 }],
    ['waits and could not be decided', 'open', ALL_WAIT, { undecided: 1 }],
    ['waits for nothing, and no violation was met', 'open', EVERYWHERE, {}],
    ['has no write that succeeded', 'open', [['p1', 3, 1, null]], {}],
    ['could not be run', 'open', ALL_WAIT, { error: 'n1 did not start' }]
  ] as const)('%s: %s', (_, expected, costs, more) => {
    expect(placementOf(distances(costs, more), []).otherwise.class).toBe(expected)
  })

  it('says what it goes by', () => {
    expect(placementOf(distances(READS_NEAR, { violated: 1 }), []).otherwise.text).toBe(
      'In most sites reads wait for no other site and writes take 2.0 round trips; 5 of 15 histories were not linearizable.'
    )
    expect(placementOf(distances(ALL_WAIT), []).otherwise.text).toBe(
      'In most sites reads take 1.0 round trips and writes take 1.0 round trips; all 15 histories were linearizable.'
    )
  })

  it('takes no distance for a slope', () => {
    const costs = roundTripsOf(distances(ALL_WAIT).slice(0, 1))
    expect(medianOverSites(costs, 'reads')).toBeNull()
  })

  it('tells what is alike in all sites once', () => {
    const costs = roundTripsOf(distances([...AT_LEADER]))
    expect(roundTripsText(costs, 'reads')).toBe('0.0 beside a leader, 1.0 elsewhere')
    expect(roundTripsFigures(costs, 'reads')).toBe('0.0 / 1.0')
    const alike = roundTripsOf(distances(ALL_WAIT))
    expect([roundTripsText(alike, 'writes'), roundTripsFigures(alike, 'writes')]).toEqual(['1.0 everywhere', '1.0'])
  })
})

describe('a partition', () => {
  const went_on = side('rest', false, 100, 100)
  it.each([
    ['every side answers, and histories diverge', 'PA', [side('cut-off', true, 100, 98), went_on], { violated: 3 }],
    ['the cut-off side is silent, and all is linearizable', 'PC', [side('cut-off', true, 0, 0), went_on], {}],
    ['nobody writes anywhere, and all is linearizable', 'PC', [side('cut-off', null, 100, 0), side('rest', null, 100, 0)], {}],
    ['the cut-off side reads old values', 'neither', [side('cut-off', true, 90, 0), went_on], { violated: 1 }],
    ['a side leaves a tenth unanswered', 'PC', [side('cut-off', null, 90, 90), went_on], {}],
    ['a side was asked nothing', 'open', [{ ...went_on, reads: { asked: 0, answered: 0 } }], {}],
    ['it could not be decided', 'open', [side('cut-off', true, 0, 0), went_on], { undecided: 1 }],
    ['it could not be run', 'open', [side('cut-off', true, 0, 0), went_on], { error: 'n1 did not start' }]
  ] as const)('%s: %s', (_, expected, sides, more) => {
    expect(placementOf([], cut(sides, more)).partition.class).toBe(expected)
  })

  it('is open before anything was measured', () => {
    expect(placementOf([], [])).toMatchObject({ partition: { class: 'open' }, otherwise: { class: 'open' } })
  })

  it('says who answered what, reads and writes apart, and with and without a leader together where they are alike', () => {
    const silent = [side('cut-off', true, 0, 0), side('cut-off', false, 0, 0), went_on]
    expect(placementOf([], cut(silent)).partition.text).toBe(
      'The cut-off site answered nothing. Who was left went on; all 3 histories were linearizable.'
    )
    const reads_only = [side('cut-off', true, 45, 0), side('cut-off', false, 100, 0), went_on]
    expect(placementOf([], cut(reads_only, { violated: 2 })).partition.text).toBe(
      'The cut-off site with a leader answered 45 % of reads and no writes; the cut-off site without a leader answered reads, but no writes. And still 2 of 3 histories were not linearizable.'
    )
  })

  it('adds up the same side of several runs', () => {
    const runs = [...cut([side('cut-off', true, 10, 20)]), ...cut([side('cut-off', true, 30, 0), went_on])]
    expect(sidesOf(runs)).toEqual([
      { side: 'cut-off', had_leader: true, reads: { asked: 200, answered: 40 }, writes: { asked: 200, answered: 20 } },
      went_on
    ])
  })
})
