import { afterEach, describe, expect, it } from 'vitest'
import { DirectClient, perform } from './direct-client'
import { DirectCluster } from './direct-cluster'

const NODES = ['n1', 'n2', 'n3']
let cluster: DirectCluster
const clients = new Map<string, DirectClient>()

afterEach(async () => {
  for (const client of clients.values()) client.close()
  clients.clear()
  await cluster.close()
})

async function connectClients(nodes = NODES): Promise<void> {
  for (const node of nodes) {
    clients.get(node)?.close()
    clients.set(node, await DirectClient.connect('c1', cluster.ports.get(node)!))
  }
}

describe('three real raft nodes', () => {
  it('elect a leader and carry out writes and reads', async () => {
    cluster = await DirectCluster.start({ nodes: NODES })
    const elected = await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader')
    expect(NODES).toContain(elected.kind === 'role' && elected.node)
    await connectClients()
    await perform(clients, 1, { f: 'put', key: 'a', value: '1' })
    expect(await perform(clients, 2, { f: 'get', key: 'a' })).toMatchObject({ value: '1' })
  })

  it('keep every acknowledged write when all are killed and started again', async () => {
    cluster = await DirectCluster.start({ nodes: NODES })
    await connectClients()
    for (let i = 1; i <= 20; i++) await perform(clients, i, { f: 'put', key: `k${i}`, value: String(i) })
    await Promise.all(NODES.map((node) => cluster.kill(node)))
    await Promise.all(NODES.map((node) => cluster.startNode(node)))
    await connectClients()
    for (let i = 1; i <= 20; i++)
      expect(await perform(clients, 100 + i, { f: 'get', key: `k${i}` })).toMatchObject({ value: String(i) })
    const ready = await cluster.until('n1', (message) => message.kind === 'ready')
    expect(ready.kind === 'ready' && ready.recovered_records).toBeGreaterThan(0)
  })

  it('go on without a leader that was killed, and take it back when it restarts', async () => {
    cluster = await DirectCluster.start({ nodes: NODES })
    const first = await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader')
    if (first.kind !== 'role') throw new Error('no role')
    await cluster.kill(first.node)
    await connectClients(NODES.filter((node) => node !== first.node))
    await perform(clients, 1, { f: 'put', key: 'a', value: 'after' })
    await cluster.startNode(first.node)
    await cluster.untilEvent(
      (event) => event.kind === 'role' && event.node === first.node && event.role === 'follower' && event.term! > first.term!
    )
  })
})
