import { describe, expect, test } from 'vitest'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { runSeed } from '../../../src-main/sweep/run-seed'
import type { Scenario } from '../../../src-shared/scenario/schema'

function shipped(id: string): Scenario {
  const { parse } = readScenario(id)
  if (!parse.ok) throw new Error(JSON.stringify(parse.errors))
  return parse.scenario
}

const withSwitch = (scenario: Scenario, name: string): Scenario => ({
  ...scenario,
  cluster: { ...scenario.cluster, switches: [name] }
})

describe('a bug is caught on every path that leads to it', () => {
  test.each([1, 2])('commit-beyond-log where an old suffix meets a heartbeat (seed %i)', (seed) => {
    const failed = runSeed(withSwitch(shipped('raft-old-suffix'), 'commit-beyond-log'), seed).failures.map(({ check }) => check)
    expect(failed).toContain('state-machine-safety')
  })

  test.each([1, 2])('trust-restored-disk where the other voter is behind (seed %i)', (seed) => {
    const failed = runSeed(withSwitch(shipped('raft-disk-lost'), 'trust-restored-disk'), seed).failures.map(({ check }) => check)
    expect(failed).toContain('leader-completeness')
  })

  test.each([1, 2])('clear-vote where a candidate that lost is asked (seed %i)', (seed) => {
    const failed = runSeed(withSwitch(shipped('raft-second-vote'), 'clear-vote'), seed).failures.map(({ check }) => check)
    expect(failed).toContain('one-vote')
  })
})
