import { beforeAll, expect, it } from 'vitest'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol, protocols } from '../../../src-node/protocols/registry'
import { DEFAULT_TRACE } from '../../../src-node/node-core/conditions'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { simulateWithDigest } from '../support/simulate-with-digest'
import { scenarioOf } from './support'

const SEED = 5

/** Faults, traced messages and a judged history: whatever could be numbered or kept over runs. */
const faultyScenario = (protocol: string): Scenario => {
  const { operations } = findProtocol(protocol).description
  const mix = operations.includes('put') ? '{ get: 1, put: 1 }' : `{ ${operations[0]}: 1 }`
  const workload = operations.length === 0 ? '' : `workload: { clients: 3, think_time: 30ms, mix: ${mix} }`
  return scenarioOf(`
duration: 5s
cluster: { protocol: ${protocol}, nodes: 3 }
${workload}
chaos: { faults: { crash: 1, partition: 1, slow-disk: 1 }, leader_share: 0, max_restarted: 1, quiet_period: 1s }`)
}

/** All that a run says but when it was started. */
function streamOf(scenario: Scenario, seed: number): string {
  const protocol = findProtocol(scenario.cluster.protocol)
  const { result, digest, steps } = simulateWithDigest({ scenario, protocol, seed, trace: DEFAULT_TRACE })
  return JSON.stringify({ ...result, started_at: null, digest, steps })
}

// Between the two runs of a protocol come those of all the others.
const firsts = new Map<string, string>()
beforeAll(() => {
  for (const { description } of protocols) firsts.set(description.name, streamOf(faultyScenario(description.name), SEED))
})

it.each(protocols.map(({ description }) => description.name))(
  `the same seed says the same to the byte before and after runs of every other protocol in one process: %s (seed ${SEED})`,
  (name) => expect(streamOf(faultyScenario(name), SEED)).toBe(firsts.get(name))
)

it('a shipped scenario is read anew each time: no run changes it for the next', () => {
  const before = JSON.stringify(readScenario('raft-chaos').parse)
  const { parse } = readScenario('raft-chaos')
  if (parse.ok) streamOf({ ...parse.scenario, duration: 4000 }, SEED)
  expect(JSON.stringify(parse)).toBe(before)
})
