import { describe, expect, test } from 'vitest'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { runSeed } from '../../../src-main/sweep/run-seed'
import type { Scenario } from '../../../src-shared/scenario/schema'

function shipped(id: string): Scenario {
  const { parse } = readScenario(id)
  if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
  return parse.scenario
}

const MODES = ['asynchronous', 'synchronous', 'disks', 'extremes']

/** Each mode under random faults, and its parameters at their edge. Longer sweeps are for the command line. */
describe.each(MODES.map((mode) => `leader-follower-chaos-${mode}`))('%s', (id) => {
  test.each([15])('holds under seed %i', (seed) => {
    expect(runSeed(shipped(id), seed).failures).toEqual([])
  })
})

test('semi-synchronous replication loses acknowledged writes when the wrong node restarts first', () => {
  expect(runSeed(shipped('replication-wrong-order'), 1).failures).toEqual([])
})
