import { beforeAll, describe, expect, it } from 'vitest'
import { shippedComparisons } from '../../../src-main/lab/scenario-files/comparisons'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { scenarioSchema } from '../../../src-shared/scenario/schema'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { allPages } from '../docs/site'

/** What README and documentation say happens, they say of these runs. */
const PROSE = [...allPages()]
  .filter(([path]) => path === 'README.md' || /^docs\/(explanation|how-to|tutorial)\//.test(path))
  .map(([, markdown]) => markdown)
  .join('\n')
const CUT_S = 4
const HEALED_S = 10

function shipped(id: string): Scenario {
  const parse = shippedScenarios().find((scenario) => scenario.id === id)!.parse
  if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
  return parse.scenario
}

/** The scenario with more in its timeline, in virtual time. */
function run(id: string, timeline: readonly object[], more: object = {}) {
  const scenario = shipped(id)
  const planned = scenarioSchema.parse({ name: id, title: id, timeline }).timeline
  const events: LabEvent[] = []
  const { violations } = simulate({
    scenario: { ...scenario, ...more, timeline: [...scenario.timeline, ...planned] },
    protocol: findProtocol(scenario.cluster.protocol),
    seed: scenario.seed,
    onEvents: (batch) => events.push(...batch)
  })
  return { events, violations }
}

describe('the tour, on the scenario that the window opens with', () => {
  const SIDE = ['leader', 'follower']
  let events: LabEvent[]
  let cut: readonly string[]
  const of = <Kind extends LabEvent['kind']>(kind: Kind) =>
    events.filter((event): event is EventOf<Kind> & LabEvent => event.kind === kind)
  const during = ({ t }: LabEvent) => t > CUT_S * 1e6 && t < HEALED_S * 1e6

  beforeAll(() => {
    const partition = { shape: 'halves', group: SIDE }
    const timeline = [{ at: CUT_S, for: HEALED_S - CUT_S, action: { do: 'partition', partition } }]
    events = run('raft-steady', timeline, { duration: 14_000 }).events
    const [fault] = of('fault-started')
    const action = fault!.action as { partition: { group: string[] } }
    cut = action.partition.group
  })

  it('the larger side elects a leader in a higher term', () => {
    const before = of('role')
      .filter(({ t, role }) => role === 'leader' && t < CUT_S * 1e6)
      .at(-1)!
    const elected = of('role').filter((event) => during(event) && event.role === 'leader')
    expect(elected).toHaveLength(1)
    expect(cut).toContain(before.node)
    expect(cut).not.toContain(elected[0]!.node)
    expect(elected[0]!.term).toBeGreaterThan(before.term!)
  })

  it('the two commit nothing; the old leader steps down by itself, in its old term', () => {
    const leader = of('role')
      .filter(({ t, role }) => role === 'leader' && t < CUT_S * 1e6)
      .at(-1)!
    const stepped = of('role').find((event) => during(event) && event.node === leader.node)!
    expect(stepped).toMatchObject({ role: 'follower', term: leader.term })
    // What was acknowledged at the moment of the cut may still be counted.
    const late = of('fact').filter(
      (event) => Commit.is(event) && cut.includes(event.node) && event.t > (CUT_S + 0.05) * 1e6 && event.t < HEALED_S * 1e6
    )
    expect(late).toEqual([])
  })

  it('operations that waited there are tried elsewhere, and succeed', () => {
    const retried = of('attempt').filter((event) => during(event) && event.attempt > 1 && !cut.includes(event.node))
    expect(retried.length).toBeGreaterThan(0)
    const answered = new Set(of('ok').map(({ client, op }) => `${client}:${op}`))
    for (const { client, op } of retried) expect(answered).toContain(`${client}:${op}`)
  })

  it('healed, the two follow the new leader in its term', () => {
    const elected = of('role')
      .filter(({ role }) => role === 'leader')
      .at(-1)!
    for (const node of cut) {
      const last = of('role')
        .filter((event) => event.node === node)
        .at(-1)!
      expect(last).toMatchObject({ role: 'follower', term: elected.term, leader: elected.node })
      expect(last.t).toBeGreaterThan(HEALED_S * 1e6)
    }
  })
})

describe('the bug that they say to turn on', () => {
  const [, title, id] = /for instance \*([^*]+)\* in `([^`]+)`/.exec(PROSE)!
  const { name } = findProtocol('raft').description.switches.find((one) => one.title === title)!

  it.each([0, 4, 12])('is caught within seconds when it is turned on after %i s', (at_s) => {
    const at = Math.max(0.1, at_s)
    const { violations } = run(id!, [{ at, action: { do: 'switch', switch: name } }])
    expect(violations[0]?.t).toBeLessThan((at_s + 5) * 1e6)
  })
})

it('names only scenarios and comparisons that are shipped', () => {
  const ids = new Set([...shippedScenarios().map(({ id }) => id), ...shippedComparisons().map(({ id }) => id)])
  const named = [...PROSE.matchAll(/`((?:raft|quorum|replication|leader-follower|multi-leader|sharded|same)-[a-z0-9-]+)`/g)]
  const protocols = ['multi-leader', 'leader-follower', 'sharded-kv']
  const unknown = named.map(([, id]) => id!).filter((id) => !ids.has(id) && !protocols.includes(id))
  expect(named.length).toBeGreaterThan(5)
  expect(unknown).toEqual([])
})
