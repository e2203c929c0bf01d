import { describe, expect, it } from 'vitest'
import { simulate } from '../../../src-main/lab/run/simulate'
import { LEAVE_MS_MAX } from '../../../src-node/node-core/conditions'
import { findProtocol } from '../../../src-node/protocols/registry'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import { scenarioSchema } from '../../../src-shared/scenario/schema'

/** Five nodes with three copies of each shard, without clients, for so many seconds. */
function eventsOf(duration_s: number, timeline: readonly object[], parameters: object = {}): LabEvent[] {
  const scenario = scenarioSchema.parse({
    name: 'x',
    title: 'X',
    engine: 'simulation',
    cluster: { protocol: 'sharded-kv', nodes: 5, parameters: { shards: 8, copies: 3, ...parameters } },
    workload: { clients: 0 },
    network: { default: { delay_ms: 2, jitter_ms: 1 } },
    timeline,
    checks: ['invariants'],
    duration: `${duration_s}s`
  })
  const events: LabEvent[] = []
  const { result } = simulate({
    scenario,
    protocol: findProtocol('sharded-kv'),
    seed: 1,
    onEvents: (batch) => events.push(...batch)
  })
  expect(result.checks.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  return events
}

/** When the node began to ask for votes, once for each group and time. */
const campaignsOf = (node: string, events: readonly LabEvent[]): number[] =>
  events
    .filter((event): event is EventOf<'role'> => event.kind === 'role' && event.node === node)
    .filter(({ role }) => role === 'pre-candidate' || role === 'candidate')
    .map(({ t }) => t / 1e6)

const isolate = (node: string) => ({ do: 'partition', partition: { shape: 'isolate', nodes: [node] } })

describe('a node whose place another has taken', () => {
  it('is told so when it comes back, and asks for no more votes', () => {
    const down = { at: '2s', for: '4s', action: { do: 'crash', node: 'n5' } }
    const campaigns = campaignsOf('n5', eventsOf(14, [down], { replace_after_ms: 1000 })).filter((s) => s > 6)
    // Once or twice for each of its groups, until it is told.
    expect(campaigns.length).toBeGreaterThan(0)
    expect(campaigns.filter((s) => s > 9)).toEqual([])
  })
})

describe('a node that leaves while it is cut off', () => {
  it('is told that its groups are without it once it is heard again, and stops', () => {
    const leave = { at: '2s', action: { do: 'leave', node: 'n5' } }
    const events = eventsOf(20, [{ at: '1900ms', for: '6s', action: isolate('n5') }, leave])
    const gone = events.find((event) => event.kind === 'node-exited' && event.node === 'n5')
    expect(gone?.t ?? Infinity).toBeLessThan((2 + LEAVE_MS_MAX / 1000 / 4) * 1e6)
  })
})
