import { describe, expect, it } from 'vitest'
import { Fleet } from '../../../src-main/workload/fleet'
import type { FleetOptions } from '../../../src-main/workload/fleet'
import type { FinalReadCounts } from '../../../src-main/workload/final-reads'
import { findProtocol } from '../../../src-node/protocols/registry'
import { VirtualScheduler } from '../../../src-node/simulation/scheduler'
import { historyOf } from '../../../src-main/workload/history'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { PolicyDescriptions } from '../../../src-shared/description/protocol-description'
import { replyText, simulatedKeys } from '../../../src-shared/keys'
import { createRandom } from '../../../src-shared/random'
import { workloadSchema } from '../../../src-shared/scenario/sections/workload'
import type { Workload } from '../../../src-shared/scenario/sections/workload'
import type { ClientReplyBody, ClientRequestBody } from '../../../src-shared/wire/client-messages'

type Reply = ClientReplyBody['reply'] | null

const ANSWER_US = 10_000
/** Those of a workload that says nothing else, sorted. */
const KEYS = Array.from({ length: 10 }, (_, i) => `k${i + 1}`).sort()
const DONE: Reply = { status: 'ok', result: { value: null } }

/** A fleet in virtual time before nodes that answer everything alike, or not at all (null). */
class FleetHarness {
  readonly scheduler = new VirtualScheduler()
  readonly events: (EventBody & { t: number })[] = []
  readonly fleet: Fleet

  constructor(
    workload: Partial<Workload>,
    public answer: (request: ClientRequestBody, node: string) => Reply = () => DONE,
    seed = 1,
    policies: PolicyDescriptions = findProtocol('raft').description.policies,
    keysOf?: FleetOptions['keysOf']
  ) {
    const { scheduler } = this
    this.fleet = new Fleet({
      clients: ['c1', 'c2'],
      nodes: ['n1', 'n2', 'n3'],
      policies,
      ...(keysOf && { keysOf }),
      workload: { ...workloadSchema.parse({ clients: 2 }), ...workload },
      random: (name) => createRandom(seed, name),
      scheduler,
      connect: (_client, node, { onReply }) => ({
        isUp: true,
        send: (request) => {
          const reply = this.answer(request, node)
          if (reply) scheduler.after(ANSWER_US, () => onReply({ id: request.id, reply }))
          return true
        },
        close: () => {}
      }),
      emit: (event, t = scheduler.now_us()) => this.events.push({ t, ...event })
    })
  }

  run(ms: number): void {
    const end_us = this.scheduler.now_us() + ms * 1000
    while (this.scheduler.next_us <= end_us) this.scheduler.step()
  }

  times(kind: EventBody['kind']): number[] {
    return this.events.filter((event) => event.kind === kind).map(({ t }) => t)
  }
}

describe('a fleet in virtual time', () => {
  it('keeps its open loop at its rate, whatever the answers', () => {
    const harness = new FleetHarness({ loop: 'open', rate_per_s: 200, open_max: 1000 }, () => null)
    harness.run(10_000)
    expect(Math.abs(harness.times('invoke').length - 2000)).toBeLessThan(3.3 * Math.sqrt(2000))
  })

  it('counts what it could not start since too much was open', () => {
    const harness = new FleetHarness({ loop: 'open', rate_per_s: 200, open_max: 10 }, () => null)
    harness.run(5000)
    harness.fleet.drain(() => {})
    harness.run(2000)
    const told = harness.events.flatMap((event) => (event.kind === 'sample' ? [event] : []))
    const missing = ['c1', 'c2'].map((client) => told.filter(({ node }) => node === client).at(-1)!.values['not_started']!)
    const due = harness.times('invoke').length + missing[0]! + missing[1]!
    expect(Math.abs(due - 1000)).toBeLessThan(3.3 * Math.sqrt(1000))
  })

  it('begins when it is told to', () => {
    const harness = new FleetHarness({ start: 700, think_time: 0 })
    harness.run(1000)
    expect(harness.times('invoke')[0]).toBe(700_000)
  })

  it('does the same whenever it is given the same streams', () => {
    const runs = [1, 1, 2].map((seed) => {
      const harness = new FleetHarness({}, undefined, seed)
      harness.run(2000)
      return harness.events
    })
    expect(runs[0]).toEqual(runs[1])
    expect(runs[0]).not.toEqual(runs[2])
  })

  it('drains when the last open operation has ended, and invokes nothing meanwhile', () => {
    const harness = new FleetHarness({ loop: 'open', rate_per_s: 200, timeout: 400 }, () => null)
    harness.run(1000)
    const invoked = harness.times('invoke')
    let drained_us = 0
    harness.fleet.drain(() => (drained_us = harness.scheduler.now_us()))
    expect(drained_us).toBe(0)
    harness.run(2000)
    expect(harness.times('invoke')).toEqual(invoked)
    expect(drained_us - invoked.at(-1)!).toBeGreaterThanOrEqual(400_000)
    expect(drained_us - invoked.at(-1)!).toBeLessThan(410_000)
  })

  it('reads at the end every key that was written, and says how many it could not', () => {
    const harness = new FleetHarness({ mix: { get: 0, put: 1, append: 0, cas: 0, delete: 0 } })
    harness.run(5000)
    harness.fleet.drain(() => {})
    harness.run(1000)
    harness.answer = ({ operation }) => (operation.key === 'k3' ? { status: 'redirect', leader: null } : DONE)
    let counts: FinalReadCounts | null = null
    harness.fleet.finalReads({ settle_ms: 0, readers: 1, timeout_ms: 2000 }, (reads) => (counts = reads))
    harness.run(4000)
    expect(counts).toEqual({ read: 9, unread: 1 })
  })

  it('reads at the end by as many clients as asked for, once it had time to settle, whoever gets through first', () => {
    const harness = new FleetHarness({ mix: { get: 0, put: 1, append: 0, cas: 0, delete: 0 } })
    harness.run(5000)
    harness.fleet.drain(() => {})
    harness.run(1000)
    const written = harness.events.length
    const asked_us = harness.scheduler.now_us()
    let refusals = 30
    harness.answer = () => (refusals-- > 0 ? { status: 'redirect', leader: null } : DONE)
    let counts: FinalReadCounts | null = null
    harness.fleet.finalReads({ settle_ms: 700, readers: 2, timeout_ms: 2000 }, (reads) => (counts = reads))
    harness.run(4000)
    expect(counts).toEqual({ read: 10, unread: 0 })
    const reads = historyOf(harness.events.slice(written).map((event, i) => ({ ...event, seq: i + 1 }) as LabEvent))
    expect(Math.min(...reads.map(({ invoked_us }) => invoked_us))).toBe(asked_us + 700_000)
    const readers = reads.filter(({ outcome }) => outcome === 'ok').map(({ client, operation }) => `${client} ${operation.key}`)
    expect(readers.sort()).toEqual(['c1', 'c2'].flatMap((client) => KEYS.map((key) => `${client} ${key}`)))
  })

  it('lets no two operations of a client touch, even when it does not think', () => {
    const harness = new FleetHarness({ think_time: 0 })
    harness.run(1000)
    for (const client of ['c1', 'c2']) {
      const own = harness.events.filter((event) => 'client' in event && event.client === client)
      const ended = new Set(own.flatMap(({ kind, t }) => (kind === 'ok' ? [t] : [])))
      expect(ended.size).toBeGreaterThan(90)
      expect(own.filter(({ kind, t }) => kind === 'invoke' && ended.has(t))).toEqual([])
    }
  })
})

describe('policies and tokens', () => {
  const leader = { name: 'leader', title: 'Leader', explanation: '', strategy: { name: 'leader' } } as const
  const nearby = { name: 'nearby', title: 'Nearby', explanation: '', strategy: { name: 'any' } } as const

  function asked(
    workload: Partial<Workload>,
    policies: PolicyDescriptions,
    answer: (asked: ClientRequestBody) => Reply = () => DONE
  ) {
    const requests: ClientRequestBody[] = []
    const harness = new FleetHarness(
      { clients: ['c1'], keys: { distribution: 'uniform', count: 2 }, ...workload },
      (request) => {
        requests.push(request)
        return answer(request)
      },
      1,
      policies
    )
    harness.run(2000)
    return { requests, harness }
  }

  it('names the policy where there is a choice, to nodes and in the history', () => {
    const { requests, harness } = asked(
      { mix: { get: 1, put: 1 }, read_policy: 'nearby' },
      { reads: [leader, nearby], writes: [leader] }
    )
    const policies = new Set(requests.map(({ operation, policy }) => `${operation.f} ${policy}`))
    expect([...policies].sort()).toEqual(['get nearby', 'put undefined'])
    const history = historyOf(harness.events.map((event, i) => ({ ...event, seq: i + 1 }) as LabEvent))
    expect(new Set(history.map(({ operation, policy }) => `${operation.f} ${policy}`))).toEqual(policies)
  })

  it('takes the first policy of those that none is chosen of', () => {
    const { requests } = asked({ mix: { get: 1 } }, { reads: [nearby, leader], writes: [leader] })
    expect(requests[0]!.policy).toBe('nearby')
  })

  it('brings along the newest token of the session, and that of the key', () => {
    let given = 0
    const answer = ({ operation }: ClientRequestBody): Reply => ({
      ...DONE,
      context: { session: `s${++given}`, key: `${operation.key}@${given}` }
    })
    const { requests } = asked({ mix: { put: 1 } }, { reads: [leader], writes: [leader] }, answer)
    const of_key = new Map<string, string>()
    requests.forEach(({ operation, context }, i) => {
      const key = of_key.get(operation.key)
      expect(context).toEqual(i === 0 ? undefined : { session: `s${i}`, ...(key !== undefined && { key }) })
      of_key.set(operation.key, `${operation.key}@${i + 1}`)
    })
    expect(requests.length).toBeGreaterThan(10)
  })
})

it('asks no node again once one says that no try will do', () => {
  const refused = (final: boolean) => {
    const answer: Reply = { status: 'rejected', error: 'never', ...(final && { final }) }
    const harness = new FleetHarness({ clients: ['c1'], mix: { put: 1 } }, () => answer)
    harness.run(500)
    const tries = harness.events.flatMap((event) => (event.kind === 'attempt' && event.op === 1 ? [event.attempt] : []))
    return { tries: Math.max(...tries), errors: harness.events.flatMap((event) => (event.kind === 'fail' ? [event.error] : [])) }
  }
  expect(refused(false).tries).toBeGreaterThan(1)
  expect(refused(true)).toMatchObject({ tries: 1, errors: expect.arrayContaining(['never']) as string[] })
})

it('takes no answer that the node asked has not signed, where nodes sign', () => {
  const answered = (signer: string, result: { value: string }) => {
    const signature = (op: number) => simulatedKeys(signer).sign(replyText('c1', op, { value: 'truth' }))
    const answer = ({ sequence }: ClientRequestBody): Reply => ({ status: 'ok', result, signature: signature(sequence) })
    const policies = findProtocol('raft').description.policies
    const harness = new FleetHarness({ clients: ['c1'], mix: { get: 1 } }, answer, 1, policies, simulatedKeys)
    harness.run(500)
    return harness.times('ok').length
  }
  expect(answered('n1', { value: 'truth' })).toBeGreaterThan(0)
  expect(answered('n1', { value: 'Truth' })).toBe(0)
  expect(answered('n9', { value: 'truth' })).toBe(0)
})

describe('asking all nodes at once', () => {
  const matching = {
    name: 'two',
    title: 'Two alike',
    explanation: '',
    strategy: { name: 'all-matching', equal_answers: 2 }
  } as const
  const policies = { reads: [matching], writes: [matching] } as const

  function read(answer: (request: ClientRequestBody, node: string) => Reply): FleetHarness {
    const harness = new FleetHarness({ clients: ['c1'], mix: { get: 1 }, timeout: 2000 }, answer, 1, policies)
    harness.run(1000)
    harness.fleet.drain(() => {})
    harness.run(3000)
    return harness
  }

  it('ends with the answer that two of three gave', () => {
    const harness = read((_request, node) => ({ status: 'ok', result: { value: node === 'n1' ? 'lie' : 'truth' } }))
    const ends = harness.events.filter((event) => event.kind === 'ok')
    expect(ends.length).toBeGreaterThan(10)
    expect(new Set(ends.map(({ result }) => result.value))).toEqual(new Set(['truth']))
    const first = harness.events.filter((event) => event.kind === 'attempt' && event.op === 1)
    expect(first.map((event) => event.kind === 'attempt' && `${event.attempt} ${event.node}`)).toEqual(['1 n1', '1 n2', '1 n3'])
  })

  it('does not wait for a node that refuses or is silent', () => {
    const harness = read((_request, node) => {
      if (node === 'n1') return null
      return node === 'n2' ? { status: 'rejected', error: 'busy' } : DONE
    })
    expect(harness.times('ok')).toEqual([])
    const alike = read((_request, node) => (node === 'n1' ? null : DONE))
    expect(alike.times('fail')).toEqual([])
    expect(alike.times('ok').length).toBeGreaterThan(10)
  })

  it('asks again while the answers differ, and fails when they go on to', () => {
    const harness = read((_request, node) => ({ status: 'ok', result: { value: node } }))
    const failures = harness.events.filter((event) => event.kind === 'fail')
    expect(failures[0]!.error).toContain('the answers differ')
    const tries = harness.events.flatMap((event) => (event.kind === 'attempt' && event.op === 1 ? [event.attempt] : []))
    expect(Math.max(...tries)).toBe(10)
  })
})
