import { describe, expect, it } from 'vitest'
import type { NodeId } from '../../../src-shared/ids'
import { metricsOf } from '../support/metrics'
import { CUT, StreamBuilder } from '../support/stream'

const LEFT: NodeId[] = ['n1', 'n2']
const RIGHT: NodeId[] = ['n3', 'n4', 'n5']

/** Cut into 2 and 3 from 1 s to 3 s. */
function split(): StreamBuilder {
  const run = new StreamBuilder().start().bootAll()
  run.fault(1000, 3000, 'split', CUT, { nodes: LEFT })
  return run.between(1000, LEFT, RIGHT, 'cut').between(3000, LEFT, RIGHT, 'open')
}

let op = 1000
/** An operation of a client of its own, from begin to answer. */
function ask(
  run: StreamBuilder,
  t_ms: number,
  node: NodeId,
  key: string,
  put?: string,
  read: string | null = null
): StreamBuilder {
  const client = `c${++op}` as const
  const operation = put === undefined ? ({ f: 'get', key } as const) : ({ f: 'put', key, value: put } as const)
  const result = put === undefined ? { value: read } : {}
  return run
    .at(t_ms, { kind: 'invoke', client, op, operation })
    .at(t_ms, { kind: 'attempt', client, op, attempt: 1, node })
    .at(t_ms + 5, { kind: 'ok', client, op, result, latency_us: 5000, node })
}

describe('the sides of a partition', () => {
  it('are told apart by how much of the cluster they hold', () => {
    const run = split().operation(1100, 5, 'ok', { node: 'n3' }).operation(1200, 5, 'fail', { node: 'n1', client: 'c2' })
    run.operation(1300, 5, 'ok', { node: 'n4', client: 'c3' }).operation(1400, 5, 'info', { node: 'n5', client: 'c4' })
    expect(metricsOf(run.events())).toMatchObject({ 'minority.answered_share': 0, 'minority.writes_answered_share': 0 })
    expect(metricsOf(run.events())['majority.answered_share']).toBeCloseTo(2 / 3)
    expect(metricsOf(run.events())).not.toHaveProperty(['minority.reads_answered_share'])
  })

  it('count an operation for the node that answered it, not for the one that was asked last', () => {
    const run = split()
    const operation = { f: 'get', key: 'x' } as const
    run
      .at(1100, { kind: 'invoke', client: 'c1', op: 1, operation })
      .at(1100, { kind: 'attempt', client: 'c1', op: 1, attempt: 1, node: 'n1' })
      .at(1101, { kind: 'attempt', client: 'c1', op: 1, attempt: 1, node: 'n3' })
      .at(1110, { kind: 'ok', client: 'c1', op: 1, result: { value: null }, latency_us: 10_000, node: 'n1' })
    const metrics = metricsOf(run.events())
    expect(metrics['minority.reads_answered_share']).toBe(1)
    expect(metrics).not.toHaveProperty(['majority.reads_answered_share'])
  })

  it('have nothing to say without a partition', () => {
    const metrics = metricsOf(new StreamBuilder().start().bootAll().operation(100, 5).events())
    expect(Object.keys(metrics).filter((name) => /^(majority|minority|partition)/.test(name))).toEqual([])
  })

  it('diverge in the keys that more than one of them wrote', () => {
    const run = split()
    ask(run, 1100, 'n1', 'x', 'a')
    ask(run, 1200, 'n3', 'x', 'b')
    ask(run, 1300, 'n3', 'y', 'c')
    expect(metricsOf(run.events())['partition.diverged_keys']).toBe(1)
  })
})

describe('writes lost to the other side', () => {
  /** Two writes of the smaller side and one of the larger, to one key. */
  function both(): StreamBuilder {
    const run = split()
    ask(run, 1100, 'n1', 'x', 'a1')
    ask(run, 1200, 'n1', 'x', 'a2')
    return ask(run, 1300, 'n3', 'x', 'b1')
  }
  const lost = (run: StreamBuilder) => metricsOf(run.events())['partition.writes_lost']

  it('are those of the sides that later reads do not show', () => {
    expect(lost(ask(both(), 4000, 'n1', 'x', undefined, 'b1'))).toBe(2)
    expect(lost(ask(both(), 4000, 'n1', 'x', undefined, 'a2'))).toBe(1)
  })

  it('are as few as they can have been where no read tells', () => {
    expect(lost(both())).toBe(1)
    expect(lost(ask(both(), 2000, 'n1', 'x', undefined, 'a2'))).toBe(1)
  })

  it('are none where siblings keep both sides’ values, or one side alone wrote', () => {
    const siblings = both()
    const operation = { f: 'get', key: 'x' } as const
    siblings.at(4000, { kind: 'invoke', client: 'c9', op: 9, operation })
    const result = { value: 'a2', siblings: ['a2', 'b1'] }
    siblings.at(4005, { kind: 'ok', client: 'c9', op: 9, result, latency_us: 5000, node: 'n1' })
    expect(lost(siblings)).toBe(0)
    expect(lost(ask(split(), 1100, 'n3', 'x', 'b'))).toBe(0)
  })
})
