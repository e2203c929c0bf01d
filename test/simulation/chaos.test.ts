import { describe, expect, test } from 'vitest'
import { shippedScenarios } from '../../src-main/lab/scenario-files/scenarios'
import { runSeed } from '../../src-main/sweep/run-seed'
import { protocols } from '../../src-node/protocols/registry'
import { membersOf } from '../../src-shared/scenario/members'
import type { Scenario } from '../../src-shared/scenario/schema'
import { cover } from '../unit/support/cover'

/** Another one than the scenarios' own; `npm run sweeps` tries 300. */
const SEED = 21

const chaos = shippedScenarios().flatMap(({ id, parse }) =>
  parse.ok && parse.scenario.chaos ? [{ id, scenario: parse.scenario }] : []
)

/** The protocol in each of its modes (numbers are no modes), and each random fault. */
function featuresOf({ scenario: { cluster, chaos: random } }: (typeof chaos)[number]): string[] {
  const modes = Object.entries(cluster.parameters).filter(([, value]) => typeof value !== 'number')
  return [
    cluster.protocol,
    ...modes.map(([name, value]) => `${cluster.protocol} ${name} ${String(value)}`),
    ...Object.keys(random!.faults)
  ]
}

/** About what a run of it computes. */
const costOf = ({ scenario: { cluster, duration } }: { scenario: Scenario }) => membersOf(cluster).length * duration!

// All of them under 300 seeds: `npm run sweeps`.
const chosen = cover(chaos, { featuresOf, costOf })

describe('scenarios with random faults', () => {
  test('are there for each protocol', () => {
    const tried = new Set(chaos.map(({ scenario }) => scenario.cluster.protocol))
    expect([...tried].sort()).toEqual(protocols.map(({ description }) => description.name).sort())
  })

  test.each(chosen)(`that have every mode and fault among them: $id does what it says under seed ${SEED}`, ({ scenario }) => {
    expect(runSeed(scenario, SEED).failures).toEqual([])
  })
})
