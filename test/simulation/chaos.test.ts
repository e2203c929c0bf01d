import { describe, expect, test } from 'vitest'
import { shippedScenarios } from '../../src-main/lab/scenario-files/scenarios'
import { runSeed } from '../../src-main/sweep/run-seed'
import { protocols } from '../../src-node/protocols/registry'

/** Other seeds than the unit tests try; `npm run sweeps` tries 300. */
const SEEDS = [21, 22]

const chaos = shippedScenarios().flatMap(({ id, parse }) =>
  parse.ok && parse.scenario.chaos ? [{ id, scenario: parse.scenario }] : []
)

describe('every shipped scenario with random faults', () => {
  test('is there for each protocol', () => {
    const tried = new Set(chaos.map(({ scenario }) => scenario.cluster.protocol))
    expect([...tried].sort()).toEqual(protocols.map(({ description }) => description.name).sort())
  })

  test.each(chaos.flatMap(({ id, scenario }) => SEEDS.map((seed) => ({ id, seed, scenario }))))(
    '$id does what it says under seed $seed',
    ({ scenario, seed }) => {
      expect(runSeed(scenario, seed).failures).toEqual([])
    }
  )
})
