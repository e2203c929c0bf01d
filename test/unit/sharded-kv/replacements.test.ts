import { describe, expect, it } from 'vitest'
import { applyPlacement } from '../../../src-node/protocols/sharded-kv/placement/machine'
import { planReplacements } from '../../../src-node/protocols/sharded-kv/placement/replacements'
import type { PlacementState } from '../../../src-node/protocols/sharded-kv/placement/state'
import { nothingTold, tellChanges } from '../../../src-node/protocols/sharded-kv/placement/tell'
import { createClusterFold } from '../../../src-shared/folds/cluster'
import { createPartitionFold } from '../../../src-shared/folds/partition'
import type { EventBody } from '../../../src-shared/events'
import { WHOLE_RUN } from '../../../src-shared/metrics/metric'
import { Configured } from '../../../src-shared/protocols/replicated-log/facts'
import { MemberReplaced } from '../../../src-shared/protocols/sharded-kv/facts'
import { THEMES } from '../../../src-shared/charts/palette'
import { movesTableChart } from '../../../src-shared/protocols/sharded-kv/moves-charts'
import { replacementMetrics } from '../../../src-shared/protocols/sharded-kv/replacement-metrics'
import { MovesBuilder } from './move-events'
import { foundPlacement, nodeNames } from './placement-setup'

const SETTINGS = { replace_after_us: 2e6, down_after_us: 500_000 }

/** So long have these nodes been silent; the others have reported just now. */
function planWithSilent(state: PlacementState, silent_s: Readonly<Record<string, number>>, settings = SETTINGS) {
  return planReplacements(state, (node) => (silent_s[node] ?? 0) * 1e6, settings).map(
    ({ group, node, by }) => `${group}: ${node} > ${by}`
  )
}

describe('a node that stays silent', () => {
  const state = () => foundPlacement(6, { copies: 3, shards: 12 })

  it('is replaced in each of its groups by who is in the fewest by then', () => {
    expect(planWithSilent(state(), { n5: 2.5 })).toEqual(['g3: n5 > n1', 'g4: n5 > n2', 'g5: n5 > n3'])
    const [first] = planReplacements(state(), (node) => (node === 'n5' ? 2_500_000 : 0), SETTINGS)
    expect(first!.reason).toBe('n5 seems down for 2.5 s: n1 is in the fewest groups')
  })

  it.each<[string, Record<string, number>, Partial<typeof SETTINGS>]>([
    ['before its time', { n5: 1.9 }, {}],
    ['where nobody is to be replaced', { n5: 100 }, { replace_after_us: 0 }],
    ['while its leader of the placement service hears nobody', Object.fromEntries(nodeNames(6).map((node) => [node, 3])), {}]
  ])('is not replaced %s', (_, silent_s, settings) => {
    expect(planWithSilent(state(), silent_s, { ...SETTINGS, ...settings })).toEqual([])
  })

  it('is not replaced in a group without a majority, nor by another that is silent', () => {
    expect(planWithSilent(state(), { n5: 3, n6: 3 })).toEqual(['g3: n5 > n1', 'g6: n6 > n3'])
  })

  it('keeps its single copies: nobody else has them', () => {
    expect(planWithSilent(foundPlacement(4, { copies: 1 }), { n2: 100 })).toEqual([])
  })

  it('gives its place away once, and that is told once', () => {
    const placement = state()
    const replace = { do: 'replace', group: 'g4', node: 'n5', by: 'n2', reason: 'silence' } as const
    for (const _ of [1, 2]) applyPlacement(placement, replace)
    expect(placement.groups.get('g4')!.nodes).toEqual(['n4', 'n6', 'n2'])
    expect(placement.epoch).toBe(2)
    const told = nothingTold()
    const tell = () => tellChanges(told, placement, new Map(), 'n1', () => []).filter((fact) => fact.fact === MemberReplaced.name)
    expect(tell().map(({ data }) => data)).toEqual([{ epoch: 2, group: 'g4', member: 'n5', by: 'n2', reason: 'silence' }])
    expect(tell()).toEqual([])
    expect(planWithSilent(placement, { n5: 100 })).toEqual(['g3: n5 > n1', 'g5: n5 > n3'])
  })
})

describe('a replacement', () => {
  const replaced = MemberReplaced.of('n1', { epoch: 3, group: 'g1', member: 'n5', by: 'n2', reason: 'n5 is silent' })

  function configured(voters: string[], is_committed: boolean, outgoing: string[] = []): EventBody {
    return { ...Configured.of('n1', { index: 9, voters, outgoing, learners: [], is_committed }), group: 'g1' }
  }

  function figures(builder: MovesBuilder) {
    const run = { cluster: createClusterFold(), partition: createPartitionFold() }
    const measurement = replacementMetrics.measure([WHOLE_RUN])
    for (const event of builder.events()) measurement.fold(event, run)
    return measurement.figures(WHOLE_RUN, run)
  }

  it('is over once its group has committed the new member without the old one', () => {
    const open = new MovesBuilder()
      .at(2000, replaced)
      .at(2100, configured(['n1', 'n2', 'n3'], true, ['n1', 'n3', 'n5']))
      .at(2200, configured(['n1', 'n2', 'n3'], false))
    expect(figures(open)).toEqual({ 'replacements.done': 0, 'replacements.open': 1 })
    open.at(2300, configured(['n1', 'n2', 'n3'], true)).at(2400, replaced)
    expect(figures(open)).toEqual({ 'replacements.done': 1, 'replacements.open': 0, 'replacement_ms.max': 300 })
  })

  it('stands among the moves with its reason', () => {
    const run = new MovesBuilder()
      .at(2000, replaced)
      .at(2300, configured(['n1', 'n2', 'n3'], true))
      .fold()
    const view = { from_us: 0, to_us: 3_000_000, t_us: 3_000_000 }
    const table = JSON.stringify(movesTableChart.build(run, view, THEMES.light, { width_px: 800, height_px: 200 }))
    for (const text of ['group g1', 'n5 → n2', 'whole again after 300 ms', 'n5 is silent']) expect(table).toContain(text)
  })
})
