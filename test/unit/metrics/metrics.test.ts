import { describe, expect, it } from 'vitest'
import { RunMetrics } from '../../../src-shared/metrics/run-metrics'
import { METRICS } from '../../../src-shared/protocols/metrics'
import { description } from '../../../src-shared/protocols/raft/description'
import { metricsOf } from '../support/metrics'
import { StreamBuilder, minuteOfRaft } from '../support/stream'

function twoSeconds() {
  const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
  for (let t = 200; t < 1200; t += 100) run.operation(t, 4)
  run.operation(1250, 100, 'info').operation(1260, 50, 'fail')
  run.count('n1>n2', { offered: 10, delivered: 9, cut: 1 }).sampleLinks(500)
  run.count('n1>n2', { offered: 30, delivered: 20, cut: 10 }).sampleLinks(1500)
  run.exit(1000, 'n1').elect(1200, 'n2', 2, ['n3', 'n4', 'n5'])
  run.at(2200, { kind: 'run-ended', reason: 'finished' })
  return run.events()
}

describe('metrics', () => {
  it('tell what operations and idleness cost in messages between nodes', () => {
    const run = new StreamBuilder().start().bootAll()
    run.count('n1>n2', { offered: 5, delivered: 5 }).count('c1>n1', { offered: 90, delivered: 90 }).sampleLinks(1000)
    run.count('n1>n2', { offered: 20, delivered: 20 }).sampleLinks(3000)
    run.operation(3500, 4).operation(3600, 4)
    run.count('n1>n2', { offered: 7, delivered: 7 }).sampleLinks(4000)
    const events = run.at(4500, { kind: 'run-ended', reason: 'finished' }).events()
    expect(metricsOf(events)).toMatchObject({
      messages_per_operation: 16,
      messages_idle_per_s: 25 / 3,
      messages_per_node_per_s: 32 / 5 / 4
    })
    expect(metricsOf(events, [1000, 4500])).toMatchObject({
      messages_per_operation: 13.5,
      messages_idle_per_s: 10
    })
    expect(metricsOf(events, [3200, 4500])).not.toHaveProperty('messages_idle_per_s')
  })

  it('count a whole run', () => {
    expect(metricsOf(twoSeconds())).toMatchObject({
      'operations.invoked': 12,
      'operations.ok': 10,
      'operations.fail': 1,
      'operations.unknown': 1,
      throughput_per_s: 5,
      'leaderless_ms.count': 1,
      'leaderless_ms.max': 205,
      'leaderless_ms.total': 205,
      first_leader_ms: 105,
      leaders: 2,
      elections: 2,
      'terms.max': 2,
      'messages.sent': 40,
      'messages.delivered': 29,
      'messages.dropped': 11,
      messages_per_operation: 4,
      'nodes.crashed': 1,
      violations: 0
    })
  })

  it('tell elections that nobody’s death is the reason for from those after a death, and how long a death went unnoticed', () => {
    const run = new StreamBuilder().start().bootAll().elect(100, 'n1', 1)
    run.elect(1000, 'n2', 2).exit(2000, 'n2').elect(2300, 'n3', 3, ['n1', 'n4', 'n5']).boot(2500, 'n2', 2)
    run.at(3000, { kind: 'node-paused', node: 'n3' }).elect(3300, 'n4', 4, ['n1', 'n2', 'n5'])
    const events = run.at(4000, { kind: 'run-ended', reason: 'finished' }).events()
    expect(metricsOf(events)).toMatchObject({
      elections: 4,
      'elections.needless': 2,
      'detection_ms.p50': 301,
      'detection_ms.max': 301
    })
    expect(metricsOf(events, [0, 1900])).toMatchObject({ 'elections.needless': 1 })
    expect(metricsOf(events, [0, 1900])).not.toHaveProperty('detection_ms.p50')
  })

  it('count the requests of reads of several keys, and how long they take, of those that succeeded', () => {
    const run = new StreamBuilder().start().bootAll()
    const scan = (op: number, t: number, requests: number, end: 'ok' | 'fail') => {
      const of = { client: 'c1', op } as const
      run.at(t, { ...of, kind: 'invoke', operation: { f: 'scan', key: 'k1', to: null } })
      for (let i = 0; i < requests; i++) run.at(t, { ...of, kind: 'attempt', attempt: 1, node: `n${i + 1}` })
      if (end === 'ok') run.at(t + 10, { ...of, kind: 'ok', result: { values: {} }, latency_us: 10_000, node: 'n1' })
      else run.at(t + 10, { ...of, kind: 'fail', error: '', latency_us: 10_000 })
    }
    scan(1, 1000, 3, 'ok')
    scan(2, 1100, 5, 'fail')
    scan(3, 1200, 4, 'ok')
    const events = run.operation(1300, 4).at(1500, { kind: 'run-ended', reason: 'finished' }).events()
    const metrics = metricsOf(events)
    expect(metrics['requests_per_scan']).toBe(3.5)
    expect(metrics['scan_ms.p50']).toBeCloseTo(10, 0)
    expect(metrics).not.toHaveProperty('requests_per_gather')
    expect(metricsOf(events, [1150, 1500])['requests_per_scan']).toBe(4)
  })

  it('count a window alone: outcomes by when they came, gaps clipped, counters from sample to sample', () => {
    const metrics = metricsOf(twoSeconds(), [1100, 2000])
    expect(metrics).toMatchObject({
      'operations.ok': 1,
      'operations.unknown': 1,
      'leaderless_ms.total': 105,
      elections: 1,
      leaders: 1,
      'messages.sent': 30,
      'messages.dropped': 10,
      'nodes.crashed': 0
    })
  })

  it('leave out what there is nothing to say of', () => {
    const quiet = metricsOf(new StreamBuilder().start().at(1000, { kind: 'run-ended', reason: 'finished' }).events())
    for (const name of ['latency_ms.p50', 'throughput_per_s', 'leaderless_ms.count', 'first_leader_ms', 'elections']) {
      expect(quiet, name).not.toHaveProperty([name])
    }
    expect(quiet['operations.ok']).toBe(0)
  })

  it('are those of the protocol, and all where none is known', () => {
    const leaders = (name?: string) => 'leaders' in new RunMetrics(twoSeconds(), { ...description, name }).whole
    expect([leaders('raft'), leaders('quorum'), leaders('another'), leaders()]).toEqual([true, false, true, true])
  })

  it('are measured in one pass, whatever is asked for', () => {
    const windows = [undefined, [0, 1000], [1000, 2000], [0, 1000]] as const
    const requests = windows.flatMap((during) => ['operations.ok', 'leaders'].map((metric) => ({ metric, during })))
    const metrics = new RunMetrics(twoSeconds().values(), description, requests)
    expect(requests.map((request) => metrics.figure(request))).toEqual([10, 2, 8, 1, 2, 1, 8, 1])
  })

  it('are all in the list, each with a finite value', () => {
    const names = METRICS.map(({ name }) => name)
    for (const [name, value] of Object.entries(metricsOf(minuteOfRaft()))) {
      expect(names).toContain(name)
      expect(value, name).toSatisfy(Number.isFinite)
    }
  })
})
