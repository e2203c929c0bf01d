import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseJepsenEdn } from '../../../src-main/checkers/formats/jepsen-edn'
import { ednHistory } from '../../../src-main/report/edn'
import { historyOf } from '../../../src-main/workload/history'
import type { RecordedOperation } from '../../../src-main/workload/history'
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
    '{:process 0, :type :invoke, :f :read, :value ["k1" nil], :time 10000, :index 0, :netsplit/client "c1"}',
    '{:process 0, :type :ok, :f :read, :value ["k1" "a\\n\\"b\\""], :time 20000, :index 1, :netsplit/client "c1"}',
    '{:process 0, :type :invoke, :f :write, :value ["k1" "v"], :time 30000, :index 2, :netsplit/client "c1"}',
    '{:process 0, :type :fail, :f :write, :value ["k1" "v"], :time 40000, :index 3, :netsplit/client "c1", :error "no \\"leader\\""}',
    '{:process 0, :type :invoke, :f :cas, :value ["k1" [nil "w"]], :time 50000, :index 4, :netsplit/client "c1"}',
    '{:process 0, :type :fail, :f :cas, :value ["k1" [nil "w"]], :time 60000, :index 5, :netsplit/client "c1", :netsplit/swapped false}',
    '{:process 0, :type :invoke, :f :append, :value ["k1" "x"], :time 70000, :index 6, :netsplit/client "c1"}',
    '{:process 0, :type :info, :f :append, :value ["k1" "x"], :time 80000, :index 7, :netsplit/client "c1", :error "timed out"}',
    '{:process 1, :type :invoke, :f :delete, :value ["k1" nil], :time 90000, :index 8, :netsplit/client "c1"}'
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

const text = fc.oneof(fc.constantFrom('a', 'b', 'nil', ':x', '1'), fc.string({ unit: 'binary', maxLength: 5 }))
const key = fc.constantFrom('k1', 'k 2', '3')
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ f: fc.constant('get' as const), key }),
  fc.record({ f: fc.constantFrom('put' as const, 'append' as const), key, value: text }),
  fc.record({ f: fc.constant('cas' as const), key, expected: fc.option(text), value: text }),
  fc.record({ f: fc.constant('delete' as const), key })
)
const begun = fc.record({
  ...{ client: fc.nat(2), operation, end: fc.constantFrom('ok', 'fail', 'info', 'open'), lasting: fc.nat(4) },
  ...{ read: fc.option(text), swapped: fc.boolean() }
})

/** A stream in which operations begin one after the other and end after so many more began. */
function overlapping(begins: readonly (typeof begun extends fc.Arbitrary<infer T> ? T : never)[]): LabEvent[] {
  const bodies = begins.flatMap(({ client, operation, end, lasting, read, swapped }, i) => {
    const [name, op] = [`c${client}`, i + 1]
    const result = operation.f === 'get' ? { value: read } : operation.f === 'cas' ? { swapped } : {}
    const ends = { ok: [ok(name, op, result)], fail: [fail(name, op)], info: [info(name, op)], open: [] }[end]
    return [
      { place: i, body: invoke(name, op, operation) },
      ...(ends as EventBody[]).map((body) => ({ place: i + lasting + 0.5, body }))
    ]
  })
  return stream(...bodies.sort((a, b) => a.place - b.place).map(({ body }) => body))
}

it('is read back as the same history, with the same sessions, but for the numbers of operations', () => {
  const nameless = (history: readonly RecordedOperation[]): object[] => history.map((one) => ({ ...one, op: 0 }))
  fc.assert(
    fc.property(fc.array(begun, { maxLength: 30 }), (begins) => {
      const events = overlapping(begins)
      expect(nameless(parseJepsenEdn([...ednHistory(events)].join('')))).toEqual(nameless(historyOf(events)))
    })
  )
})
