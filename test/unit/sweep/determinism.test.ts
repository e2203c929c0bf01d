import { describe, expect, it } from 'vitest'
import { parseText } from '../../../src-main/lab/scenario-files/listing'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'
import { formatScenario } from '../../../src-shared/scenario/format'
import { withExpandedPlan } from '../../../src-shared/scenario/plan'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { simulateWithDigest } from '../support/simulate-with-digest'

const CHAOS_SCENARIOS = ['raft-chaos', 'raft-chaos-snapshots']

function digestOf(scenario: Scenario, seed: number): string {
  const protocol = findProtocol(scenario.cluster.protocol)
  return simulateWithDigest({ scenario, protocol, seed }).digest
}

function shipped(name: string): Scenario {
  const { parse } = readScenario(name)
  if (!parse.ok) throw new Error(`${name} has mistakes`)
  return parse.scenario
}

describe.each(CHAOS_SCENARIOS)('the same seed of %s', (name) => {
  const scenario = shipped(name)

  it('gives the same events to the byte, and another seed others', () => {
    const digest = digestOf(scenario, 11)
    expect(digestOf(scenario, 11)).toBe(digest)
    expect(digestOf(scenario, 12)).not.toBe(digest)
  })

  it('gives the same events when its faults are written out in a file', () => {
    const written = parseText(formatScenario(withExpandedPlan(scenario, 11)), 'written.yaml')
    expect(written.ok && digestOf(written.scenario, 11)).toBe(digestOf(scenario, 11))
  })
})
