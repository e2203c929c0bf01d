import { expect, it } from 'vitest'
import { ednHistory } from '../../../src-main/report/edn'
import type { EventBody, LabEvent } from '../../../src-shared/events'
import type { Operation } from '../../../src-shared/operations'

function stream(...bodies: EventBody[]): LabEvent[] {
  return bodies.map((body, i) => ({ ...body, t: (i + 1) * 10, seq: i + 1 }))
}
const invoke = (client: string, op: number, operation: Operation): EventBody => ({ kind: 'invoke', client, op, operation })
const ok = (client: string, op: number, result = {}): EventBody => {
  return { kind: 'ok', client, op, result, latency_us: 10, node: 'n1' }
}
const info = (client: string, op: number): EventBody => ({ kind: 'info', client, op, error: 'timed out', latency_us: 10 })
const fail = (client: string, op: number): EventBody => ({ kind: 'fail', client, op, error: 'no "leader"', latency_us: 10 })
const lines = (...bodies: EventBody[]): string[] => [...ednHistory(stream(...bodies))].map((line) => line.trimEnd())
const processes = (...bodies: EventBody[]): number[] =>
  lines(...bodies).map((line) => Number(/^\{:process (\d+),/.exec(line)![1]))

it('has each operation and its end as Jepsen names them', () => {
  expect(
    lines(
      invoke('c1', 1, { f: 'get', key: 'k1' }),
      ok('c1', 1, { value: 'a\n"b"' }),
      invoke('c1', 2, { f: 'put', key: 'k1', value: 'v' }),
      fail('c1', 2),
      invoke('c1', 3, { f: 'cas', key: 'k1', expected: null, value: 'w' }),
      ok('c1', 3, { swapped: false }),
      invoke('c1', 4, { f: 'append', key: 'k1', value: 'x' }),
      info('c1', 4),
      invoke('c1', 5, { f: 'delete', key: 'k1' })
    )
  ).toEqual([
    '{:process 0, :type :invoke, :f :read, :value ["k1" nil], :time 10000, :index 0}',
    '{:process 0, :type :ok, :f :read, :value ["k1" "a\\n\\"b\\""], :time 20000, :index 1}',
    '{:process 0, :type :invoke, :f :write, :value ["k1" "v"], :time 30000, :index 2}',
    '{:process 0, :type :fail, :f :write, :value ["k1" "v"], :time 40000, :index 3, :error "no \\"leader\\""}',
    '{:process 0, :type :invoke, :f :cas, :value ["k1" [nil "w"]], :time 50000, :index 4}',
    '{:process 0, :type :fail, :f :cas, :value ["k1" [nil "w"]], :time 60000, :index 5, :error :mismatch}',
    '{:process 0, :type :invoke, :f :append, :value ["k1" "x"], :time 70000, :index 6}',
    '{:process 0, :type :info, :f :append, :value ["k1" "x"], :time 80000, :index 7, :error "timed out"}',
    '{:process 1, :type :invoke, :f :delete, :value ["k1" nil], :time 90000, :index 8}'
  ])
})

it('gives each operation that is open at once a process of its own, and retires those of unknown outcome', () => {
  const get: Operation = { f: 'get', key: 'k' }
  const two = [invoke('c1', 1, get), invoke('c2', 1, get), invoke('c1', 2, get)]
  expect(processes(...two, ok('c1', 1), invoke('c1', 3, get), info('c2', 1), invoke('c2', 2, get))).toEqual([
    ...[0, 1, 2, 0, 0, 1, 3]
  ])
})

it('leaves out an end whose beginning was lost', () => {
  expect(lines(ok('c1', 7))).toEqual([])
})
