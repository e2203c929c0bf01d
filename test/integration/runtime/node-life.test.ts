import { createServer } from 'node:net'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { HEALTHY_DISK } from '../../../src-node/node-core/conditions'
import type { DiskSettings } from '../../../src-node/node-core/conditions'
import { DirectClient, perform } from './direct-client'
import { DirectCluster } from './direct-cluster'
import { closeChannel } from '../../../src-main/lab/nodes/close-channel'

const NODES = ['n1']
let cluster: DirectCluster

afterEach(() => cluster.close())

/** A cluster of one that has written 30 keys. */
async function startWritten(): Promise<Map<string, DirectClient>> {
  cluster = await DirectCluster.start({ nodes: NODES })
  const clients = new Map([['n1', await DirectClient.connect('c1', cluster.ports.get('n1')!)]])
  for (let i = 1; i <= 30; i++) await perform(clients, i, { f: 'put', key: `k${i}`, value: 'value' })
  return clients
}

/** Resolves when the node has taken it in. */
async function setDisk(settings: Partial<DiskSettings>): Promise<void> {
  cluster.send('n1', { kind: 'disk', ...HEALTHY_DISK, ...settings })
  // Whatever comes behind it on the channel has an answer only after it.
  cluster.send('n1', { kind: 'command', id: 1, command: 'nothing', arguments: {} })
  await cluster.until('n1', (message) => message.kind === 'command-done')
}

async function failureText(): Promise<string> {
  const message = await cluster.until('n1', (message) => message.kind === 'failing')
  return message.kind === 'failing' ? message.text : ''
}

function logFile(): string {
  const folder = join(cluster.folder, 'n1')
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.wal'))!
  )
}

describe('a node’s process', () => {
  it('exits at once when its channel closes', async () => {
    cluster = await DirectCluster.start({ nodes: NODES })
    const { process, exited } = cluster.child('n1')
    closeChannel(process)
    expect(await exited).toBe(0)
  })

  it('is not ended by the terminal’s interrupt: the lab decides', async () => {
    const clients = await startWritten()
    cluster.child('n1').process.kill('SIGINT')
    expect(await perform(clients, 31, { f: 'get', key: 'k1' })).toMatchObject({ value: 'value' })
  })

  it('stops in order and leaves a log that needs no repair', async () => {
    await startWritten()
    cluster.send('n1', { kind: 'stop' })
    expect(await cluster.child('n1').exited).toBe(0)
    await cluster.startNode('n1')
    const ready = await cluster.until('n1', (message) => message.kind === 'ready')
    expect(ready).toMatchObject({ truncated_bytes: 0 })
  })

  it('answers an unknown command with why it cannot', async () => {
    cluster = await DirectCluster.start({ nodes: NODES })
    cluster.send('n1', { kind: 'command', id: 7, command: 'fly', arguments: {} })
    const done = await cluster.until('n1', (message) => message.kind === 'command-done')
    expect(done).toEqual({ kind: 'command-done', id: 7, error: 'raft has no command fly' })
  })

  it('samples its gauges', async () => {
    cluster = await DirectCluster.start({ nodes: NODES })
    const sample = await cluster.untilEvent((event) => event.kind === 'sample')
    expect(sample).toMatchObject({ node: 'n1', values: { frames_corrupt: 0, clock_error_ms: expect.closeTo(0, -2) as number } })
  })
})

describe('a node that cannot go on says why in one sentence and exits with code 1', () => {
  it('when the disk fails to sync', async () => {
    const clients = await startWritten()
    await setDisk({ sync_fails: true })
    void clients.get('n1')!.request(31, { f: 'put', key: 'k', value: 'v' })
    expect(await failureText()).toMatch(/^The disk failed to sync the log .* restart it once the disk is well\.$/)
    expect(await cluster.child('n1').exited).toBe(1)
  })

  it('when its log is damaged', async () => {
    await startWritten()
    await cluster.kill('n1')
    const bytes = readFileSync(logFile())
    const at = bytes.indexOf('k3')
    bytes[at]! ^= 0x10
    writeFileSync(logFile(), bytes)
    await expect(cluster.startNode('n1')).rejects.toThrow(
      /^00000001\.wal is damaged at byte \d+: .* restore the file in .* from a copy/
    )
    expect(await cluster.child('n1').exited).toBe(1)
  })

  it('when its folder cannot be made', async () => {
    cluster = await DirectCluster.start({ nodes: [] })
    const file = join(cluster.folder, 'file')
    writeFileSync(file, '')
    cluster.ports.set('n1', 0)
    await expect(cluster.startNode('n1', { data_dir: join(file, 'n1') })).rejects.toThrow(/cannot be written/)
    expect(await cluster.child('n1').exited).toBe(1)
  })

  it('when its port is taken', async () => {
    cluster = await DirectCluster.start({ nodes: [] })
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const port = (server.address() as { port: number }).port
    await expect(cluster.startNode('n1', { port })).rejects.toThrow(`Port ${port} is taken by another program`)
    expect(await cluster.child('n1').exited).toBe(1)
    server.close()
  })

  it('when it is to run a protocol that does not exist', async () => {
    cluster = await DirectCluster.start({ nodes: [] })
    cluster.ports.set('n1', 0)
    await expect(cluster.startNode('n1', { protocol: 'telepathy' })).rejects.toThrow(/unknown protocol "telepathy"/)
  })
})

describe('a disk that loses what is not synced', () => {
  it('forgets on a crash what was waiting for a slow sync, and keeps what was acknowledged', async () => {
    const clients = await startWritten()
    await setDisk({ lose_unsynced: true, sync_delay_us: 60_000_000 })
    cluster.child('n1').events.length = 0
    void clients.get('n1')!.request(31, { f: 'put', key: 'late', value: 'v' })
    await cluster.untilEvent((event) => event.kind === 'sample' && event.values.open_requests === 1)
    await cluster.kill('n1')
    expect(readFileSync(logFile()).includes('late')).toBe(false)
    await cluster.startNode('n1')
    clients.set('n1', await DirectClient.connect('c1', cluster.ports.get('n1')!))
    expect(await perform(clients, 32, { f: 'get', key: 'k30' })).toMatchObject({ value: 'value' })
    expect(await perform(clients, 33, { f: 'get', key: 'late' })).toMatchObject({ value: null })
  })
})

describe('a node that each request occupies for 5 ms', () => {
  it('serves one after the other, and refuses at once what its queue has no room for', async () => {
    cluster = await DirectCluster.start({ nodes: NODES, service_us: 5000 })
    const client = await DirectClient.connect('c1', cluster.ports.get('n1')!)
    const begun = performance.now()
    const asked = Array.from({ length: 300 }, (_, i) => client.request(i + 1, { f: 'get', key: 'k1' }))
    const replies = await Promise.all(asked)
    const refused = replies.filter((reply) => reply.status === 'rejected' && reply.error === 'n1 is overloaded')
    expect(refused.length).toBeGreaterThan(0)
    expect(performance.now() - begun).toBeGreaterThanOrEqual((replies.length - refused.length) * 5)
  })
})
