import { connect } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { MESSAGES } from '../../../src-shared/protocols/raft/messages'
import { FRAME_KINDS } from '../../../src-shared/wire/frame'
import type { FrameKind } from '../../../src-shared/wire/frame'
import { encodeFrame } from '../../../src-shared/wire/frame-writer'
import { DirectClient, perform, RUN_SECRET } from './direct-client'
import { DirectCluster } from './direct-cluster'

const NODES = ['n1', 'n2', 'n3']
const ABSURD = [undefined, null, -1, 2 ** 60, 1.5, NaN, 'x', true, {}, [], [null], [[]], [{}], new Date(0), new Map()]
/** All fields of all messages, most of them impossible in some way. */
const BODY: Readonly<Record<string, unknown>> = {
  term: 1,
  last_index: 1,
  last_term: 1,
  asked_term: 2,
  granted: true,
  forced: false,
  previous_index: 0,
  previous_term: 0,
  entries: [{ index: 1, term: 1, digest: 1, session: 's', sequence: 1, operation: { f: 'unheard-of' } }],
  commit: 1,
  success: true,
  index: 2 ** 40,
  hint_index: 2 ** 40,
  hint_term: 1,
  round: 2 ** 40,
  // A removal notice in good form would be a lie rather than malformed, and Raft believes its members.
  index_term: -1,
  membership: { voters: ['n9'] },
  offset: 0,
  rows: [['key', 'k']],
  done: true,
  received: 2 ** 40
}

let cluster: DirectCluster
afterEach(() => cluster.close())

it('a program that claims to be a peer and sends malformed messages in intact frames does no harm', async () => {
  cluster = await DirectCluster.start({ nodes: NODES })
  const clients = new Map<string, DirectClient>()
  for (const node of NODES) clients.set(node, await DirectClient.connect('c1', cluster.ports.get(node)!))
  await perform(clients, 1, { f: 'put', key: 'a', value: 'before' })

  for (const node of NODES) {
    const socket = connect({ host: '127.0.0.1', port: cluster.ports.get(node)! })
    socket.on('error', () => {})
    await once(socket, 'connect')
    let frames = 0
    const say = (kind: FrameKind, type_code: number, body: unknown) =>
      socket.write(encodeFrame({ kind, traced: true, type_code, n: frames++, boot: 9, lamport: 0, vector: [] }, body))
    say(FRAME_KINDS.hello, 0, { from: NODES.find((peer) => peer !== node), boot: 9, secret: RUN_SECRET })
    MESSAGES.forEach(({ name: type }, code) => {
      for (const field in BODY) {
        for (const absurd of ABSURD) say(FRAME_KINDS.message, code, { type, ...BODY, [field]: absurd })
      }
    })
    const noted = cluster.untilEvent((event) => event.kind === 'note' && event.node === node && event.topic === 'bad-message')
    await Promise.race([noted, cluster.child(node).exited])
    expect(cluster.child(node).process.exitCode).toBe(null)
    socket.destroy()
  }

  expect(await perform(clients, 2, { f: 'get', key: 'a' })).toMatchObject({ value: 'before' })
  await perform(clients, 3, { f: 'put', key: 'a', value: 'after' })
  for (const node of NODES) expect(cluster.child(node).process.exitCode).toBe(null)
  for (const client of clients.values()) client.close()
})

it('who does not know the secret of the run is refused, whatever name it says, and told nothing', async () => {
  cluster = await DirectCluster.start({ nodes: NODES })
  const port = cluster.ports.get('n1')!
  const unknown_peers = [
    { from: 'n2', boot: 1 },
    { from: 'n2', boot: 1, secret: '' },
    { from: 'n2', boot: 1, secret: `${RUN_SECRET}x` },
    { from: 'c1', boot: 0, secret: 'x'.repeat(RUN_SECRET.length) }
  ]
  for (const hello of unknown_peers) {
    const socket = connect({ host: '127.0.0.1', port })
    let heard = 0
    socket.on('data', (bytes) => (heard += bytes.length))
    socket.on('error', () => {})
    await once(socket, 'connect')
    const header = { kind: FRAME_KINDS.hello, traced: false, type_code: 0, n: 0, boot: hello.boot, lamport: 0, vector: [] }
    socket.write(encodeFrame(header, hello))
    await once(socket, 'close')
    expect(heard).toBe(0)
  }
  const client = await DirectClient.connect('c1', port)
  expect(await client.request(1, { f: 'get', key: 'a' })).toHaveProperty('status')
  client.close()
})
