import { expect, test } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { shippedScenarios } from '../../../src-main/lab/scenario-files/scenarios'
import { findProtocol } from '../../../src-node/protocols/registry'

const PLACEMENTS: readonly Record<string, string | number>[] = [
  { placement: 'modulo' },
  { placement: 'ring', ring_strategy: 'random-tokens', virtual_nodes: 4 },
  { placement: 'ring', ring_strategy: 'even-ranges' }
]

test.each(PLACEMENTS)(
  'members come and go under random faults without harm: $placement $ring_strategy',
  { timeout: 120_000 },
  (parameters) => {
    const shipped = shippedScenarios().find(({ id }) => id === 'quorum-chaos-ring')!
    if (!shipped.parse.ok) throw new Error(shipped.parse.errors[0]!.text)
    const { scenario } = shipped.parse
    const cluster = { ...scenario.cluster, parameters: { ...scenario.cluster.parameters, ...parameters } }
    const { result } = simulate({ scenario: { ...scenario, cluster }, protocol: findProtocol('quorum'), seed: 1 })
    expect(result.checks.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
    expect(result.expectations.filter(({ met }) => !met)).toEqual([])
  }
)
