import { describe, expect, it } from 'vitest'
import { historyLanes, sharedRows } from '../../../src-renderer/lab/history/historyLanes'
import { rangeOf } from '../../../src-renderer/lab/history/historyWindow'
import type { OperationView, Outcome } from '../../../src-renderer/lab/history/operationLog'

function operation(
  client: string,
  op: number,
  invoked_t: number,
  ended_t: number | null,
  outcome: Outcome = 'ok'
): OperationView {
  return {
    client,
    op,
    operation: { f: 'get', key: 'k' },
    invoked_t,
    policy: null,
    attempts: [],
    outcome,
    ended_t,
    result: outcome === 'ok' ? { value: null } : null,
    error: null,
    token: null,
    copy: null
  }
}
const stretch = { from_us: 100, to_us: 200 }

describe('history lanes', () => {
  it('give each client a lane, also one that asked nothing, in the order of the clients', () => {
    const { lanes } = historyLanes([operation('c2', 1, 110, 120)], ['c1', 'c2'], stretch, 10)
    expect(lanes.map(({ client, bars }) => [client, bars.length])).toEqual([
      ['c1', 0],
      ['c2', 1]
    ])
  })

  it('leave out what ended before or began after the stretch, and keep what only touches it', () => {
    const operations = [
      operation('c1', 1, 10, 99),
      operation('c1', 2, 10, 100),
      operation('c1', 3, 200, 210),
      operation('c1', 4, 201, 210)
    ]
    const { lanes } = historyLanes(operations, ['c1'], stretch, 10)
    expect(lanes[0]!.bars.map((bar) => bar.operation.op)).toEqual([2, 3])
  })

  it('draw operations without a known end to the end of the stretch, however long ago they began', () => {
    const operations = [operation('c1', 1, 10, 50, 'unknown'), operation('c1', 2, 150, null, 'open')]
    const { lanes } = historyLanes(operations, ['c1'], stretch, 10)
    expect(lanes[0]!.bars.map(({ to_us }) => to_us)).toEqual([200, 200])
  })

  it('put overlapping operations of one client on rows of their own and use a row again once it is free', () => {
    const operations = [operation('c1', 1, 100, 150), operation('c1', 2, 120, 130), operation('c1', 3, 140, 160)]
    const { lanes } = historyLanes(operations, ['c1'], stretch, 10)
    expect(lanes[0]!.bars.map(({ row }) => row)).toEqual([0, 1, 1])
    expect(lanes[0]!.rows).toBe(2)
  })

  it('say how many operations there was no room for', () => {
    const operations = [1, 2, 3].map((op) => operation('c1', op, 100 + op, 150))
    expect(historyLanes(operations, ['c1'], stretch, 2).left_out).toBe(1)
  })
})

describe('the stretch of a counterexample', () => {
  it('holds all its operations with room around them; unknown ends do not stretch it', () => {
    const operations = [
      operation('c1', 1, 100_000, 150_000),
      operation('c2', 1, 120_000, 990_000, 'unknown'),
      operation('c1', 9, 5, 6)
    ]
    const implicated = operations.slice(0, 2).map(({ client, op }) => ({ client, op }))
    const found = rangeOf(implicated, operations, 2_000_000)
    expect(found).toEqual({ from_us: 95_000, to_us: 155_000 })
  })

  it('is unknown when none of them is kept', () => {
    expect(rangeOf([{ client: 'c1', op: 1 }], [], 1)).toBeNull()
  })
})

describe('rows of lanes', () => {
  it('are shared in turn among those that need them, one for each at least', () => {
    expect(sharedRows([10, 1, 3], 20), 'all fit').toEqual([10, 1, 3])
    expect(sharedRows([10, 1, 3], 8)).toEqual([4, 1, 3])
    expect(sharedRows([10, 0, 3], 1)).toEqual([1, 0, 1])
  })
})
