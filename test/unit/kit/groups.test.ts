import { expect, test } from 'vitest'
import { Sequencer } from '../../../src-main/lab/run/sequencer'
import type { LabEvent } from '../../../src-shared/events'
import { linkId } from '../../../src-shared/ids'
import { CLEAR_LINK } from '../../../src-shared/network/netem'
import { Commit } from '../../../src-shared/protocols/replicated-log/facts'
import { HEALTHY_DISK } from '../../../src-node/node-core/conditions'
import type { Protocol } from '../../../src-node/protocols/contract'
import { hostGroups } from '../../../src-node/protocols/kit/groups'
import { groupNames } from '../../../src-node/protocols/kit/groups/placement'
import { raft } from '../../../src-node/protocols/raft'
import { seededRandom } from '../raft/random'
import { SimulatedCluster } from '../simulation/simulated-cluster'

const GROUPS = groupNames(8)
const NODES = ['n1', 'n2', 'n3']
const protocol = hostGroups(raft, GROUPS) as unknown as Protocol
const SNAPSHOTS_OFTEN = { snapshot_every_entries: 10, snapshot_keep_entries: 2 }

function findings(world: SimulatedCluster): string[] {
  const sequencer = new Sequencer(protocol.createInvariants(NODES, {}))
  const stream: LabEvent[] = []
  for (const event of world.events) sequencer.appendEvent({ ...event }, stream)
  return stream.flatMap((event) => (event.kind === 'violation' ? event.text : []))
}

/** Groups in which something was committed from that moment on. */
function committedSince({ events }: SimulatedCluster, since_us: number): Set<string | undefined> {
  return new Set(
    events.filter((event) => event.t >= since_us && Commit.is(event)).map((event) => ('group' in event ? event.group : ''))
  )
}

function disturb(world: SimulatedCluster, random: () => number): void {
  const { simulation } = world
  const node = NODES[Math.floor(random() * NODES.length)]!
  const peer = NODES[Math.floor(random() * NODES.length)]!
  const chance = random()
  if (chance < 0.3) simulation.crash(node)
  else if (chance < 0.6) for (const down of NODES) simulation.start(down)
  else if (chance < 0.7) simulation.pause(node)
  else if (chance < 0.8) for (const paused of NODES) simulation.resume(paused)
  else if (node !== peer)
    simulation.setLinks([{ link: linkId(node, peer), mode: chance < 0.9 ? 'cut' : 'open', settings: CLEAR_LINK }])
}

function heal({ simulation }: SimulatedCluster): void {
  for (const node of NODES) {
    simulation.resume(node)
    simulation.start(node)
    for (const peer of NODES)
      if (peer !== node) simulation.setLinks([{ link: linkId(node, peer), mode: 'open', settings: CLEAR_LINK }])
  }
}

test.each([1, 2, 3, 4, 5, 6])(
  'every group keeps all of Raft’s invariants under random faults, and recovers (seed %i)',
  (seed) => {
    const link = { delay_ms: 1, jitter_ms: 1, loss_percent: 2 }
    const world = new SimulatedCluster({ protocol, clients: 4, seed, link, parameters: SNAPSHOTS_OFTEN })
    const random = seededRandom(seed)
    for (const node of NODES) world.conditions.set(node, { disk: { ...HEALTHY_DISK, lose_unsynced: true } })
    world.simulation.startAll()
    world.run(1)
    world.fleet({ loop: 'open', rate_per_s: 200, keys: { distribution: 'uniform', count: 100 } })
    for (let round = 0; round < 20; round++) {
      disturb(world, random)
      world.run(0.3)
    }
    heal(world)
    world.run(2)
    const healed_us = world.events.at(-1)!.t
    world.run(2)
    expect(findings(world)).toEqual([])
    expect(committedSince(world, healed_us)).toEqual(new Set(GROUPS))
  }
)

test('heartbeats of all groups to a peer travel in one message', () => {
  const world = new SimulatedCluster({ protocol })
  world.simulation.startAll()
  world.run(3)
  const idle_from_us = world.events.at(-1)!.t
  world.run(2)
  const sent = world.ofKind('sent').filter(({ t }) => t >= idle_from_us)
  expect(new Set(sent.map(({ type }) => type))).toEqual(new Set(['groups']))
  // Two seconds of 20 heartbeats each on six links, and as many replies; eight times as many if each group sent its own.
  expect(sent.length).toBeLessThanOrEqual(2 * 20 * 6 * 2 + 12)
})

test('what an invariant finds names the group, and roles of different groups do not meet', () => {
  const [invariant] = protocol.createInvariants(NODES, {}).filter(({ name }) => name === 'election-safety')
  const lead = (node: string, group: string, seq: number) =>
    invariant!.observe({ t: seq, seq, kind: 'role', node, group, role: 'leader', term: 7, leader: node })
  expect(lead('n1', 'g1', 1)).toBeNull()
  expect(lead('n2', 'g2', 2)).toBeNull()
  expect(lead('n3', 'g2', 3)?.text).toMatch(/^g2: /)
})
