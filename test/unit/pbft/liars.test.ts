/** What each lie comes to among four nodes and among three. */
import { describe, expect, test } from 'vitest'
import { runSeed } from '../../../src-main/sweep/run-seed'
import { LIES } from '../../../src-shared/protocols/pbft/lies'
import { parseText } from '../../../src-main/lab/scenario-files/listing'

/** Clients write and read while these nodes lie and the first primary is cut off for a while. */
function tried(nodes: number, liars: Readonly<Record<string, string>>, at_least = 15) {
  const lies = Object.entries(liars).map(([node, lie]) => `${node}: { lies: ${lie} }`)
  const text = `
name: tried
title: Tried
engine: simulation
cluster:
  protocol: pbft
  nodes: ${nodes}
  parameters: { checkpoint_every: 4, view_timeout_ms: 150, status_ms: 40 }
  node_parameters: { ${lies.join(', ')} }
network: { default: { delay_ms: 3, jitter_ms: 2 } }
workload: { clients: 3, think_time: 20ms, mix: { get: 2, put: 2 }, keys: { distribution: uniform, count: 3 }, value_bytes: 8 }
duration: 1200ms
timeline:
  - { at: 300ms, for: 300ms, label: n1 is cut off, action: { do: partition, partition: { shape: isolate, nodes: [n1] } } }
checks: [invariants, linearizable]
expectations: [{ expect: metric, metric: operations.ok, at_least: ${at_least} }, { expect: metric, metric: lies.told, at_least: 1 }]
`
  const parsed = parseText(text, 'tried.yaml')
  if (!parsed.ok) throw new Error(JSON.stringify(parsed))
  return runSeed(parsed.scenario, 1).failures.map(({ check }) => check)
}

describe('four nodes with one liar', () => {
  test.each(LIES.map(({ name }) => name))('do what clients ask: %s', (lie) => {
    expect(tried(4, { n2: lie })).toEqual([])
  })
})

describe('one liar more than is borne', () => {
  test.each([
    ['three nodes, different batches', 3, { n1: 'equivocate' }, 'one-batch-a-view'],
    ['four nodes, two that agree with everybody', 4, { n1: 'equivocate', n2: 'equivocate' }, 'one-batch-a-view'],
    ['three nodes, false answers', 3, { n2: 'answer-wrongly' }, 'linearizable'],
    ['four nodes, two false answers alike', 4, { n2: 'answer-wrongly', n3: 'answer-wrongly' }, 'linearizable']
  ] as const)('%s', (_, nodes, liars, broken) => {
    expect(tried(nodes, liars, 0)).toContain(broken)
  })
})
