import { expect, it } from 'vitest'
import { judgeNow } from '../../../src-main/checkers/judge-now'
import { historyOf } from '../../../src-main/workload/history'
import type { LabEvent } from '../../../src-shared/events'
import { findProtocol } from '../../../src-node/protocols/registry'
import { SimulatedCluster } from './simulated-cluster'

it('five Raft nodes elect a leader and serve clients for ten seconds, linearizably', () => {
  const world = new SimulatedCluster({ nodes: 5, clients: 4, link: { delay_ms: 0.5, jitter_ms: 0.2 } })
  world.elect()
  const fleet = world.fleet()
  world.run(5)
  world.simulation.crash(world.leader()!)
  world.run(5)
  let drained = false
  let reads = { read: 0, unread: 0 }
  fleet.drain(() => {
    drained = true
    fleet.finalReads({ settle_ms: 0, readers: 1, timeout_ms: 3000 }, (counts) => (reads = counts))
  })
  world.run(3)
  expect(drained).toBe(true)
  expect(reads).toEqual({ read: 10, unread: 0 })
  expect(new Set(world.ofKind('role').flatMap(({ role, node }) => (role === 'leader' ? [node] : []))).size).toBeGreaterThan(1)
  expect(world.ofKind('ok').length).toBeGreaterThan(1000)

  const events = world.events.map((event, i): LabEvent => ({ ...event, seq: i + 1 }))
  const invariants = findProtocol('raft').createInvariants(world.nodes, {})
  expect(events.flatMap((event) => invariants.flatMap((invariant) => invariant.observe(event) ?? []))).toEqual([])
  expect(judgeNow(historyOf(events), 'linearizable')).toMatchObject({ verdict: 'holds' })
})
