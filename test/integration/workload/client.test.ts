import { afterEach, describe, expect, it } from 'vitest'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import { ClientProcess } from './client-process'
import { FakeCluster, ledBy } from './fake-cluster'
import type { Behaviour } from './fake-cluster'
import { closeChannel } from '../../../src-main/lab/nodes/close-channel'

/** For tests that every operation must answer, however busy the machine is. */
const LONG: Partial<Workload> = {
  timeout: 30_000,
  retry: { attempts: 20, attempt_timeout: 10_000, backoff: 2, backoff_max: 10, jitter: true }
}
const RETRY: Workload['retry'] = { attempts: 3, attempt_timeout: 40, backoff: 2, backoff_max: 10, jitter: true }
const PUTS = { get: 0, put: 1, append: 0, cas: 0, delete: 0 }
const GETS = { get: 1, put: 0, append: 0, cas: 0, delete: 0 }

let cluster: FakeCluster
let clients: ClientProcess

async function begin(behave: Behaviour, workload: Partial<Workload>, names: readonly string[] = ['c1']): Promise<void> {
  cluster = new FakeCluster(behave)
  await cluster.listen(['n1', 'n2', 'n3'])
  clients = new ClientProcess(cluster, names, { retry: RETRY, timeout: 200, ...workload })
}

afterEach(async () => {
  if (clients.child.exitCode === null && clients.child.signalCode === null) await clients.stop()
  cluster.close()
})

describe('client process', () => {
  it('invokes, follows the redirect to the leader, stays with it, and reports every operation', async () => {
    await begin(ledBy('n2'), LONG)
    await clients.until(() => clients.ofKind('ok').length >= 30)
    await clients.answerTo({ kind: 'drain' }, 'drained')
    const invoked = clients.ofKind('invoke').map(({ op }) => op)
    expect(invoked).toEqual(invoked.map((_, i) => i + 1))
    expect(clients.ofKind('ok').map(({ op }) => op)).toEqual(invoked)
    expect(clients.ofKind('ok').every(({ node, latency_us }) => node === 'n2' && latency_us > 0)).toBe(true)
    expect(cluster.requests.slice(2).every(({ node }) => node === 'n2')).toBe(true)
  })

  it('retries under the same session and sequence, and the sequence is the number of the operation', async () => {
    let silent = 2
    const answer = ledBy('n1')
    await begin((node, request) => (silent-- > 0 ? 'silent' : answer(node, request)), {
      ...{ mix: PUTS, timeout: 30_000, retry: { ...RETRY, attempts: 20 } }
    })
    await clients.until(() => clients.ofKind('ok').length >= 1)
    const tries = cluster.requests.filter(({ request }) => request.sequence === 1)
    expect(tries.length).toBeGreaterThanOrEqual(3)
    expect(new Set(tries.map(({ request }) => request.session))).toEqual(new Set(['c1']))
    expect(new Set(tries.map(({ request }) => request.id)).size).toBe(tries.length)
    expect(clients.ofKind('attempt').filter(({ op }) => op === 1)).toHaveLength(tries.length)
  })

  it('calls a write that was sent and never answered unknown', async () => {
    await begin(() => 'silent', { mix: PUTS })
    await clients.until(() => clients.ofKind('info').length >= 1)
    expect(clients.ofKind('fail')).toEqual([])
  })

  it('calls a write unknown when one try was swallowed, whatever other nodes say of theirs', async () => {
    let first = true
    await begin(
      () => {
        if (!first) return { status: 'redirect', leader: null }
        first = false
        return 'silent'
      },
      { mix: PUTS }
    )
    await clients.until(() => clients.ofKind('info').length + clients.ofKind('fail').length >= 1)
    expect(clients.events.find(({ kind }) => kind === 'info' || kind === 'fail')).toMatchObject({ kind: 'info', op: 1 })
  })

  it('calls a write unknown when the connection breaks under it', async () => {
    await begin(() => 'hang-up', { mix: PUTS })
    await clients.until(() => clients.ofKind('info').length >= 1)
    expect(clients.ofKind('fail')).toEqual([])
  })

  it('calls a write failed when every node said that it did not take it', async () => {
    await begin(() => ({ status: 'redirect', leader: null }), { ...LONG, mix: PUTS })
    await clients.until(() => clients.ofKind('fail').length >= 1)
    expect(clients.ofKind('info')).toEqual([])
  })

  it('calls a write failed when no connection ever carried it', async () => {
    await begin(() => 'silent', { mix: PUTS, start: 3_600_000 })
    cluster.close()
    // Its connections are gone now, or will be refused.
    clients.send({ kind: 'change', workload: { ...workloadNow(), mix: PUTS } })
    await clients.until(() => clients.ofKind('fail').length >= 1)
    expect(clients.ofKind('info')).toEqual([])
    expect(clients.ofKind('attempt')).toEqual([])
  })

  it('calls a read without an answer failed', async () => {
    await begin(() => 'silent', { mix: GETS })
    await clients.until(() => clients.ofKind('fail').length >= 1)
    expect(clients.ofKind('info')).toEqual([])
  })

  it('keeps to the open bound in the open loop and counts what it could not start', async () => {
    await begin(() => 'silent', { loop: 'open', rate_per_s: 2_000, open_max: 5, timeout: 300, mix: PUTS }, ['c1', 'c2'])
    await clients.until(() => clients.ofKind('sample').length >= 1)
    expect(clients.ofKind('sample')[0]!.values.not_started).toBeGreaterThan(0)
    let open = 0
    for (const event of clients.events) {
      if (event.kind === 'invoke') open++
      if (event.kind === 'info' || event.kind === 'fail') open--
      expect(open).toBeLessThanOrEqual(10)
    }
  })

  it('reads every written key once after draining, retrying reads that fail', async () => {
    let deaf = 0
    const answer = ledBy('n3')
    await begin((node, request) => (deaf-- > 0 ? 'silent' : answer(node, request)), {
      mix: PUTS,
      keys: { distribution: 'uniform', count: 5 }
    })
    await clients.until(() => clients.ofKind('ok').length >= 50)
    await clients.answerTo({ kind: 'drain' }, 'drained')
    const before = clients.ofKind('invoke').length
    deaf = 4
    const done = await clients.answerTo(
      { kind: 'final-reads', reading: { settle_ms: 0, readers: 1, timeout_ms: 10_000 } },
      'final-reads-done'
    )
    expect(done).toEqual({ kind: 'final-reads-done', read: 5, unread: 0 })
    const reads = clients.ofKind('invoke').slice(before)
    expect(new Set(reads.map(({ operation }) => operation.key)).size).toBe(5)
    expect(
      clients
        .ofKind('ok')
        .slice(-5)
        .every(({ result }) => typeof result.value === 'string')
    ).toBe(true)
  })

  it('traces requests and replies by the numbers on their frames', async () => {
    await begin(ledBy('n1'), {})
    await clients.until(() => clients.ofKind('ok').length >= 5)
    const sent = clients.ofKind('sent').filter(({ to }) => to === 'n1')
    expect(sent.map(({ n }) => n)).toEqual(sent.map((_, i) => i + 1))
    expect(sent[0]).toMatchObject({ from: 'c1', boot: 0, type: 'request' })
    expect(clients.ofKind('received')[0]).toMatchObject({ from: 'n1', to: 'c1', boot: 1, n: 1, type: 'reply' })
  })

  it('exits when its control channel closes', async () => {
    await begin(ledBy('n1'), {})
    await clients.until(() => clients.ofKind('ok').length >= 1)
    const exited = new Promise((resolve) => clients.child.once('exit', resolve))
    closeChannel(clients.child)
    expect(await exited).toBe(0)
  })
})

function workloadNow(): Workload {
  return {
    clients: 1,
    loop: 'closed',
    rate_per_s: 0,
    open_max: 10,
    think_time: 0,
    mix: PUTS,
    keys: { distribution: 'uniform', count: 3 },
    value_bytes: 0,
    timeout: 100,
    retry: RETRY,
    follow_redirects: true,
    start: 0
  }
}
