import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { findProtocol } from '../../../src-node/protocols/registry'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

/** Pieces of 16 bytes overtake each other on every link while new snapshots are taken: no fault is needed for a transfer to be tried. */
const scenario = scenarioSchema.parse({
  name: 'reordered-transfer',
  title: 'Transfers on links that reorder',
  cluster: {
    protocol: 'leader-follower',
    nodes: 2,
    parameters: { max_entries_per_message: 1, snapshot_every_entries: 4, snapshot_keep_entries: 2, snapshot_chunk_bytes: 16 }
  },
  network: { default: { delay_ms: 1, jitter_ms: 1, order: 'may-reorder' } },
  workload: {
    clients: 4,
    mix: { get: 3, append: 4, put: 0, cas: 0, delete: 1 },
    keys: { distribution: 'uniform', count: 1 },
    read_policy: 'session'
  },
  duration: '1s',
  checks: ['invariants'],
  expectations: [{ expect: 'converged' }]
})

describe('a snapshot in pieces on a link that reorders', () => {
  it.each([80, 81, 82, 83, 84, 85])('arrives in the end (seed %i)', (seed) => {
    const { result } = simulate({ scenario, protocol: findProtocol('leader-follower'), seed })
    expect(result.expectations.map(({ met, observed }) => [met, observed])).toEqual([[true, expect.anything()]])
    expect(result.passed).toBe(true)
  })
})
