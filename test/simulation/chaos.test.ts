import { describe, expect, test } from 'vitest'
import { shippedScenarios } from '../../src-main/lab/scenario-files/scenarios'
import { runSeed } from '../../src-main/sweep/run-seed'
import { protocols } from '../../src-node/protocols/registry'

/** Another one than the scenarios' own; `npm run sweeps` tries 300. */
const SEED = 21

const chaos = shippedScenarios().flatMap(({ id, parse }) =>
  parse.ok && parse.scenario.chaos ? [{ id, scenario: parse.scenario }] : []
)

describe('every shipped scenario with random faults', () => {
  test('is there for each protocol', () => {
    const tried = new Set(chaos.map(({ scenario }) => scenario.cluster.protocol))
    expect([...tried].sort()).toEqual(protocols.map(({ description }) => description.name).sort())
  })

  test.each(chaos)(`$id does what it says under seed ${SEED}`, ({ scenario }) => {
    expect(runSeed(scenario, SEED).failures).toEqual([])
  })
})
