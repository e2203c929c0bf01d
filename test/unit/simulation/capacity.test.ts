import { describe, expect, it } from 'vitest'
import { SimulatedCluster } from './simulated-cluster'

/** Three Raft nodes, each request occupying its node for 5 ms, under this many requests a second for two seconds. */
function clusterUnder(rate_per_s: number): SimulatedCluster {
  const world = new SimulatedCluster({ clients: 4, sample_interval_ms: 250 })
  for (const node of world.nodes) world.conditions.set(node, { service_us: 5000 })
  world.elect()
  world.fleet({ loop: 'open', rate_per_s })
  world.run(2)
  return world
}

const newestSample = (world: SimulatedCluster, node: string) =>
  world
    .ofKind('sample')
    .filter((sample) => sample.node === node)
    .at(-1)!.values

describe('simulated nodes of limited capacity', () => {
  it('answer no sooner than they have served, and tell how busy they are', () => {
    const world = clusterUnder(40)
    const latencies_us = world.ofKind('ok').map(({ latency_us }) => latency_us)
    expect(latencies_us.length).toBeGreaterThan(40)
    expect(Math.min(...latencies_us)).toBeGreaterThanOrEqual(5000)
    expect(newestSample(world, world.leader()!).busy_percent).toBeGreaterThan(0)
  })

  it('do no more than they can under a load that is higher, and refuse the rest', () => {
    const world = clusterUnder(1000)
    const leader = world.leader()!
    const by_leader = world.ofKind('ok').filter(({ node }) => node === leader)
    expect(by_leader.length).toBeLessThanOrEqual(2.1 * 200)
    const { busy_percent, requests_queued, requests_refused } = newestSample(world, leader)
    expect(busy_percent).toBe(100)
    expect(requests_queued).toBeGreaterThan(50)
    expect(requests_refused).toBeGreaterThan(100)
    expect(world.ofKind('fail').some(({ error }) => error.includes(`${leader} is overloaded`))).toBe(true)
  })
})

it('messages of other nodes are handled one after the other', () => {
  /** The longest that a write took, of a leader with so many followers. */
  const slowest_us = (followers: number): number => {
    const world = new SimulatedCluster({ nodes: followers + 1, clients: 1 })
    for (const node of world.nodes) world.conditions.set(node, { message_us: 2000 })
    world.elect()
    world.fleet({ loop: 'open', rate_per_s: 5, mix: { put: 1 } })
    world.run(2)
    return Math.max(...world.ofKind('ok').map(({ latency_us }) => latency_us))
  }
  const [few, many] = [slowest_us(2), slowest_us(8)]
  // A majority of two has one answer to wait for, one of eight four of them.
  expect(few).toBeGreaterThanOrEqual(2 * 2000)
  expect(many - few).toBeGreaterThanOrEqual(3 * 2000)
})
