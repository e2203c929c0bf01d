import { describe, expect, test } from 'vitest'
import { runSeed } from '../../../src-main/sweep/run-seed'
import type { Scenario } from '../../../src-shared/scenario/schema'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

const UNRELIABLE = { delay_ms: 10, jitter_ms: 10, loss_percent: 10, reorder_percent: 30, order: 'may-reorder' }
const APPENDS = {
  clients: 3,
  think_time: '30ms',
  mix: { append: 4, get: 1 },
  keys: { distribution: 'uniform', count: 3 },
  value_bytes: 8
}
const SNAPSHOTS = { snapshot_every_entries: 10, snapshot_keep_entries: 0, snapshot_chunk_bytes: 32 }

function scenario(name: string, fields: object): Scenario {
  const base = { name, title: name, engine: 'simulation', duration: '9s', workload: APPENDS }
  const expectations = [{ expect: 'metric', metric: 'operations.ok', during: ['7s', '9s'], at_least: 5 }, { expect: 'converged' }]
  return scenarioSchema.parse({ ...base, expectations, ...fields })
}

const chaos = (faults: object, more: object = {}) => ({
  faults,
  interval: ['100ms', '400ms'],
  fault_duration: ['50ms', '600ms'],
  quiet_period: '3s',
  ...more
})

/** What is lost or late, who goes away, and a bug that must show there. */
const CASES: readonly [what: string, given: Scenario, bug: string][] = [
  [
    'leaders that crash as soon as they lead, on links that lose and reorder',
    scenario('figure-8-unreliable', {
      cluster: { nodes: 5, parameters: { pre_vote: false, max_entries_per_append: 1, max_inflight: 1 } },
      network: { default: UNRELIABLE },
      chaos: chaos({ crash: 4, 'one-way': 1, 'lossy-links': 1 }, { leader_share: 0.9, max_concurrent: 2 })
    }),
    'keep-conflicts'
  ],
  [
    'nodes that come and go all the time',
    scenario('churn', { cluster: { nodes: 5 }, chaos: chaos({ crash: 3, partition: 2, stop: 1 }, { max_concurrent: 3 }) }),
    'apply-retries'
  ],
  [
    'nodes that come and go on links that lose and reorder',
    scenario('churn-unreliable', {
      cluster: { nodes: 5 },
      network: { default: UNRELIABLE },
      chaos: chaos({ crash: 3, partition: 2, stop: 1 }, { max_concurrent: 3 })
    }),
    'apply-retries'
  ],
  [
    'snapshots on links that lose and reorder',
    scenario('snapshot-install-unreliable', {
      cluster: { nodes: 3, parameters: SNAPSHOTS },
      network: { default: UNRELIABLE },
      chaos: chaos({ partition: 1, pause: 1 })
    }),
    'snapshot-off-by-one'
  ],
  [
    'snapshots while all nodes crash at once',
    scenario('snapshot-all-crash', {
      cluster: { nodes: 3, parameters: SNAPSHOTS },
      chaos: chaos({ 'crash-all': 1, 'power-cut': 1, crash: 2, partition: 1 })
    }),
    'snapshot-off-by-one'
  ]
]

describe.each(CASES)('%s', (_, given, bug) => {
  test('harm nothing (seed 1)', () => {
    expect(runSeed(given, 1).failures).toEqual([])
  })

  test(`show the bug ${bug} (a seed of 1 to 4)`, () => {
    const broken = { ...given, cluster: { ...given.cluster, switches: [bug] } }
    const seeds = [1, 2, 3, 4]
    expect(seeds.some((seed) => runSeed(broken, seed).failures.some(({ kind }) => kind === 'violated'))).toBe(true)
  })
})
