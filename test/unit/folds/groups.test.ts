import { beforeAll, describe, expect, it } from 'vitest'
import type { Protocol } from '../../../src-node/protocols/contract'
import { hostGroups } from '../../../src-node/protocols/kit/groups'
import { groupNames } from '../../../src-node/protocols/kit/groups/placement'
import { raft as stateMachine } from '../../../src-node/protocols/raft'
import { chartsFor } from '../../../src-shared/charts'
import { wholeView } from '../../../src-shared/charts/definition'
import { THEMES } from '../../../src-shared/charts/palette'
import type { LabEvent } from '../../../src-shared/events'
import { createAppliedFold, describeApplied, foldApplied, isConverged } from '../../../src-shared/folds/applied'
import { replicasOf } from '../../../src-shared/folds/cluster'
import { foldRun } from '../../../src-shared/folds/run'
import type { RunFold } from '../../../src-shared/folds/run'
import { headlineText } from '../../../src-shared/panels/headline'
import { factNamed } from '../../../src-shared/protocols/registry'
import { leadershipFold } from '../../../src-shared/protocols/leadership/leadership'
import { raft } from '../../../src-shared/protocols/raft'
import { lagFold } from '../../../src-shared/protocols/replicated-log/lag'
import { positionOf, positionsFold } from '../../../src-shared/protocols/replicated-log/positions'
import { SimulatedCluster } from '../simulation/simulated-cluster'
import { runStarted } from '../support/run-started'

const GROUPS = groupNames(8)
const NODES = ['n1', 'n2', 'n3']
const REPLICAS = NODES.flatMap((node) => GROUPS.map((group) => `${node} ${group}`))
let events: readonly LabEvent[]
let run: RunFold

/** Three nodes that host eight Raft groups each, under load, until all have a leader and have committed something. */
beforeAll(() => {
  const protocol = hostGroups(stateMachine, GROUPS) as unknown as Protocol
  const world = new SimulatedCluster({ protocol, clients: 2, seed: 3, sample_interval_ms: 100 })
  world.simulation.startAll()
  world.run(2)
  world.fleet({ loop: 'open', rate_per_s: 200, keys: { distribution: 'uniform', count: 100 } })
  world.run(3)
  events = [{ t: 0, ...runStarted(NODES) }, ...world.events].map((event, i): LabEvent => ({ ...event, seq: i + 1 }))
  run = foldRun(events, raft)
})

const linesOf = (id: string) => {
  const chart = chartsFor(raft).find((one) => one.id === id)!
  const { series } = chart.build(run, wholeView(run), THEMES.light, { width_px: 900, height_px: 300 }) as {
    series: readonly { id: string; type: string }[]
  }
  return series.filter(({ type }) => type === 'line').map(({ id }) => id)
}

describe('nodes that host several groups', () => {
  it('are as many replicas, each with a role and gauges of its own', () => {
    const replicas = replicasOf(run.cluster)
    expect(replicas.map(({ key }) => key)).toEqual(REPLICAS)
    for (const group of GROUPS) {
      const of_group = replicas.filter((one) => one.group === group)
      expect(
        of_group.filter(({ duty }) => duty === 'leads'),
        group
      ).toHaveLength(1)
      expect(new Set(of_group.map(({ values }) => values['term'])).size, 'all in the same term').toBe(1)
    }
    expect(run.cluster.nodes.get('n1')).toMatchObject({ role: null, duty: null })
    expect(run.cluster.nodes.get('n1')!.values).not.toHaveProperty('term')
  })

  it('are folded group by group: a leader, elections and a position of each', () => {
    const { groups } = leadershipFold.of(run)!
    expect([...groups.keys()].sort()).toEqual([...GROUPS].sort())
    for (const { leader, elections_total, leaders_total } of groups.values()) {
      expect(leader).not.toBeNull()
      expect([elections_total, leaders_total].every((count) => count >= 1)).toBe(true)
    }
    for (const key of REPLICAS) expect(positionOf(positionsFold.of(run), key).commit, key).toBeGreaterThan(0)
    expect(lagFold.of(run)!.followers.size).toBeGreaterThanOrEqual(16)
    expect(headlineText(raft.panels.headline!(run)!)).toMatch(/^n\d leads \d of 8 groups(, n\d \d)*$/)
  })

  it('have lines in the charts, named after node and group: of as many whole groups as can be told apart', () => {
    expect(linesOf('commit')).toEqual(GROUPS.slice(0, 5).flatMap((group) => NODES.map((node) => `${node} ${group}`)))
    expect(linesOf('lag-entries').every((name) => REPLICAS.includes(name))).toBe(true)
  })

  it('have converged when each group has, and are told of by their replicas', () => {
    const applied = createAppliedFold()
    for (const event of events) foldApplied(applied, event)
    expect(describeApplied(applied, ['n1'])).toMatch(/^applied: n1 g\d \d+(, n1 g\d \d+){7}$/)
    for (const key of REPLICAS) applied.last.set(key, { index: Number(key.slice(-1)), term: 1 })
    expect(isConverged(applied, NODES)).toBe(true)
    applied.last.set('n2 g5', { index: 1, term: 1 })
    expect(isConverged(applied, NODES)).toBe(false)
    const fact = events.find((event) => event.kind === 'fact' && event.group !== undefined)!
    expect(fact.kind === 'fact' && factNamed(fact.fact)!.textOf(fact)).toMatch(/n\d g\d/)
  })
})
