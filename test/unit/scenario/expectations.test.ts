import { describe, expect, it } from 'vitest'
import { createAppliedFold, foldApplied } from '../../../src-shared/folds/applied'
import { RunMetrics } from '../../../src-shared/metrics/run-metrics'
import { evaluateExpectations, expectationSchema } from '../../../src-shared/scenario/expectations'
import type { Judgement } from '../../../src-shared/consistency'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { FaultCard } from '../../../src-shared/result'
import type { RoleDescription } from '../../../src-shared/description/protocol-description'
import { Apply, LogSnapshot } from '../../../src-shared/protocols/replicated-log/facts'
import { runStarted } from '../support/run-started'

const roles: RoleDescription[] = [
  { name: 'leader', title: 'Leader', duty: 'leads' },
  { name: 'follower', title: 'Follower' }
]
const nodes = ['A', 'B', 'C']

/** Events at times in milliseconds. */
function story(...moments: [t_ms: number, event: EventBody][]): LabEvent[] {
  const started = runStarted(nodes)
  return ([[0, started], ...moments] as const).map(([t_ms, event], i) => ({ t: t_ms * 1000, seq: i + 1, ...event }) as LabEvent)
}

const role = (node: string, name: string, term: number): EventBody => ({ kind: 'role', node, role: name, term, leader: null })
const put: EventBody = { kind: 'invoke', client: 'c1', op: 1, operation: { f: 'put', key: 'k', value: 'v' } }
const get: EventBody = { kind: 'invoke', client: 'c1', op: 1, operation: { f: 'get', key: 'k' } }
const ok = (node: string): EventBody => ({ kind: 'ok', client: 'c1', op: 1, result: {}, latency_us: 1000, node })

function judge(expectation: object, events: LabEvent[], up = nodes, judgements: Judgement[] = [], faults: FaultCard[] = []) {
  const applied = createAppliedFold()
  for (const event of events) foldApplied(applied, event)
  const protocol = { roles, quorum: 'majority' as const, parameters: {} }
  const expectations = [expectationSchema.parse(expectation)]
  const requests = expectations.filter((one) => one.expect === 'metric')
  const metrics = new RunMetrics(events, protocol, requests)
  return evaluateExpectations(expectations, { events, protocol, applied, up, judgements, faults, metrics })[0]!
}

describe('role', () => {
  const events = story([100, role('A', 'follower', 1)], [200, role('A', 'leader', 2)], [300, role('A', 'follower', 3)])
  it('is asked for at a time, and in a term where one is given', () => {
    expect(judge({ expect: 'role', node: 'A', role: 'leader', at: '250ms' }, events).met).toBe(true)
    expect(judge({ expect: 'role', node: 'A', role: 'leader', at: '250ms', term: 1 }, events)).toMatchObject({
      met: false,
      observed: 'A was leader in term 2'
    })
    expect(judge({ expect: 'role', node: 'A', role: 'leader', at: '300ms' }, events).met).toBe(false)
  })
  it('is not met by a node that is down', () => {
    expect(judge({ expect: 'role', node: 'B', role: 'follower', at: 1 }, events)).toMatchObject({
      met: false,
      observed: 'B was down'
    })
  })
})

describe('new-leader', () => {
  const events = story([100, role('A', 'leader', 2)], [1200, role('B', 'leader', 3)])
  it('needs a higher term than any before the window', () => {
    expect(judge({ expect: 'new-leader', during: [1, 2] }, events).met).toBe(true)
    const same_term = story([100, role('A', 'leader', 3)], [1200, role('B', 'leader', 3)])
    expect(judge({ expect: 'new-leader', during: [1, 2] }, same_term).met).toBe(false)
  })
  it('needs somebody of the group, within the window', () => {
    expect(judge({ expect: 'new-leader', among: ['C'], during: [1, 2] }, events)).toMatchObject({
      met: false,
      observed: 'only B in term 3, after term 2'
    })
    expect(judge({ expect: 'new-leader', during: [1.5, 2] }, events)).toMatchObject({
      met: false,
      observed: 'nobody became leader'
    })
  })
})

describe('broken-invariant', () => {
  it('needs a violation of that invariant', () => {
    const violation = { kind: 'violation', invariant: 'one-vote', text: 'two votes', events: [] } as const
    const expected = { expect: 'broken-invariant', invariant: 'one-vote' } as const
    expect(judge(expected, story([100, violation]))).toMatchObject({ met: true, observed: 'two votes' })
    expect(judge(expected, story([100, { ...violation, invariant: 'log-matching' }])).met).toBe(false)
  })
})

describe('stall', () => {
  it('is broken by an acknowledged write, not by a read', () => {
    expect(judge({ expect: 'stall', during: [0, 1] }, story([100, put], [200, ok('A')]))).toMatchObject({
      met: false,
      observed: '1 writes were acknowledged'
    })
    expect(judge({ expect: 'stall', during: [0, 1] }, story([100, get], [200, ok('A')])).met).toBe(true)
  })
  it('is broken by an election', () => {
    expect(judge({ expect: 'stall', during: [0, 1] }, story([100, role('A', 'leader', 1)])).met).toBe(false)
  })
  it('of some nodes is not broken by what the others do', () => {
    const events = story([50, role('C', 'leader', 1)], [100, put], [200, ok('C')])
    expect(judge({ expect: 'stall', nodes: ['A', 'B'], during: [0, 1] }, events).met).toBe(true)
    expect(judge({ expect: 'stall', nodes: ['B', 'C'], during: [0, 1] }, events).met).toBe(false)
  })
})

describe('metric', () => {
  const events = story([100, put], [200, ok('A')])
  it('is held against its bounds', () => {
    const metric = { expect: 'metric', metric: 'operations.ok' }
    expect(judge({ ...metric, equals: 1 }, events).met).toBe(true)
    expect(judge({ ...metric, at_least: 2 }, events)).toMatchObject({ met: false, observed: '1' })
    expect(judge({ ...metric, at_most: 0 }, events).met).toBe(false)
    expect(judge({ ...metric, during: [1, 2], equals: 0 }, events).met).toBe(true)
  })
  it('is held against what it is in another window', () => {
    const two = story([100, put], [200, ok('A')], [1100, put], [1200, ok('A')], [1300, put], [1400, ok('A')])
    const metric = { expect: 'metric', metric: 'operations.ok', during: [1, 2], relative_to: [0, 1] }
    expect(judge({ ...metric, equals: 2 }, two)).toMatchObject({ met: true, observed: '2 against 1' })
    expect(judge({ ...metric, at_most: 1.5 }, two).met).toBe(false)
    expect(judge({ ...metric, relative_to: [2, 3], at_most: 5 }, two)).toMatchObject({ observed: 'nothing to measure it by' })
  })
  it('without anything to measure is not met', () => {
    expect(judge({ expect: 'metric', metric: 'latency_ms.p50', at_most: 5 }, story())).toMatchObject({
      met: false,
      observed: 'nothing to measure it by'
    })
  })
})

describe('converged', () => {
  const apply = (node: string, index: number, term = 1): EventBody => Apply.of(node, { entries: [{ index, term, digest: 0 }] })
  it('asks the nodes that are up, and them alone', () => {
    const events = story([1, apply('A', 5)], [2, apply('B', 5)], [3, apply('C', 3)])
    expect(judge({ expect: 'converged' }, events)).toMatchObject({ met: false, observed: 'applied: A 5, B 5, C 3' })
    expect(judge({ expect: 'converged' }, events, ['A', 'B']).met).toBe(true)
  })
  it('is not fooled by equal indexes of different terms', () => {
    expect(judge({ expect: 'converged' }, story([1, apply('A', 5, 1)], [2, apply('B', 5, 2)]), ['A', 'B']).met).toBe(false)
  })
  it('counts a snapshot from the leader as applied, and a restart as nothing applied yet', () => {
    const snapshot: EventBody = LogSnapshot.of('B', { index: 5, term: 1 })
    const restart: EventBody = { kind: 'node-started', node: 'A', boot: 2, pid: 1 }
    expect(judge({ expect: 'converged' }, story([1, apply('A', 5)], [2, snapshot]), ['A', 'B']).met).toBe(true)
    expect(judge({ expect: 'converged' }, story([1, apply('A', 5)], [2, snapshot], [3, restart]), ['A', 'B']).met).toBe(false)
  })
})

it('says why, where the scenario does', () => {
  const text = judge({ expect: 'converged', because: 'it caught up' }, story()).text
  expect(text).toBe('At the end all running nodes have the same state: it caught up')
})

describe('model', () => {
  const judgement: Judgement = {
    model: 'read-your-writes',
    verdict: 'violated',
    text: 'A read lacks a write.',
    points: [],
    counterexample: null,
    figures: {}
  }
  const expected = (verdict: string, judgements: Judgement[]) =>
    judge({ expect: 'model', model: 'read-your-writes', verdict }, story(), nodes, judgements)

  it('is met by the verdict that is expected, be it that the model is violated', () => {
    expect(expected('violated', [judgement])).toMatchObject({ met: true, text: 'Read your writes is violated' })
    expect(expected('holds', [judgement])).toMatchObject({ met: false, observed: 'violated: A read lacks a write.' })
  })

  it('is not met by a history that nobody could judge', () => {
    expect(expected('violated', [{ ...judgement, verdict: 'undecided' }]).met).toBe(false)
    expect(expected('violated', []).met).toBe(false)
  })
})

describe('fault-had-effect', () => {
  const card = (label: string, action: FaultCard['action'], numbers: Partial<FaultCard> = {}): FaultCard => ({
    ...{ fault: 1, label, action, by: 'timeline', start_ms: 1000, end_ms: 2000, nodes: [], links: [] },
    ...{ messages_cut: 0, messages_disturbed: 0, operations_affected: 0, operations_failed: 0, operations_unknown: 0 },
    ...{ effects: [], recovery_ms: null, verdict: 'No effect.' },
    ...numbers
  })
  const bit = (expectation: object, ...faults: FaultCard[]) =>
    judge({ expect: 'fault-had-effect', ...expectation }, [], nodes, [], faults)
  const cut = card('Cut', 'partition', { messages_cut: 1 })
  const idle = card('Idle', 'crash')

  it('is not met where one of the faults did nothing, and says which', () => {
    expect(bit({}, cut).met).toBe(true)
    expect(bit({}, cut, idle)).toMatchObject({ met: false, observed: 'Idle at 1 s: No effect.' })
    for (const touched of [{ messages_disturbed: 1 }, { operations_affected: 1 }])
      expect(bit({}, { ...idle, ...touched }).met).toBe(true)
  })
  it('is of a label, of an action, or of all but deliberate bugs', () => {
    expect(bit({ label: 'Cut' }, cut, idle).met).toBe(true)
    expect(bit({ label: 'Idle' }, cut, idle).met).toBe(false)
    expect(bit({ action: 'crash' }, cut, idle).met).toBe(false)
    expect(bit({}, cut, card('Bug', 'switch')).met).toBe(true)
  })
  it('can state that a fault did nothing', () => {
    expect(bit({ action: 'crash', had_effect: false }, cut, idle).met).toBe(true)
    expect(bit({ had_effect: false }, cut, idle).met).toBe(false)
  })
  it('is not met without such a fault', () => {
    expect(bit({})).toMatchObject({ met: false, observed: 'there was no such fault' })
    expect(bit({ had_effect: false, label: 'Other' }, cut).met).toBe(false)
  })
})

describe('series', () => {
  const sample = (node: string, x: number): EventBody => ({ kind: 'sample', node, values: { x } })
  const events = story(
    [100, sample('A', 1)],
    [100, sample('B', 2)],
    [200, { kind: 'node-exited', node: 'B', boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] }]
  )

  it('is no longer summed over nodes whose process is gone', () => {
    expect(judge({ expect: 'series', series: 'x', equals: 3, at: '150ms' }, events).met).toBe(true)
    expect(judge({ expect: 'series', series: 'x', equals: 1 }, events).met).toBe(true)
    expect(judge({ expect: 'series', series: 'x', node: 'B', equals: 2 }, events)).toMatchObject({
      met: false,
      observed: 'no running node had sampled it'
    })
  })
})
