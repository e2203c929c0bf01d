import { describe, expect, it } from 'vitest'
import { parseJepsenEdn } from '../../../src-main/checkers/formats/jepsen-edn'
import { historyOf } from '../../../src-main/workload/history'
import { ednHistory } from '../../../src-main/report/edn'
import { protocols } from '../../../src-node/protocols/registry'
import { dataTypes } from '../../../src-shared/data-types/registry'
import type { LabEvent } from '../../../src-shared/events'
import {
  descriptionOf,
  drawOperation,
  isWrite,
  keysOf,
  OPERATION_NAMES,
  operationSchema,
  operationText,
  readsSeveral,
  resultText
} from '../../../src-shared/operations'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { createRandom } from '../../../src-shared/random'

const DRAW = {
  key: 'k1',
  unique_name: 'c1-7',
  value: 'c1-7....',
  seen_value: 'old',
  seen_elements: ['c2-1', 'c2-2'],
  keyAfter: () => 'k1y',
  another: () => 'k1x',
  scan_keys: 2,
  transactions: { of: 'registers', steps: [2, 4] },
  random: createRandom(1, 'draw')
} as const

describe('the operations of all data types', () => {
  it.each(OPERATION_NAMES)('draws a %s that fits its schema, touches its key and reads as a line', (name) => {
    const operation = drawOperation(name, DRAW)
    if (operation === null) return expect(['enqueue', 'dequeue']).toContain(name)
    expect(operationSchema.parse(operation)).toEqual(operation)
    expect(operation.f).toBe(name)
    // Those of a transaction are keys of a database, and those of a gather are drawn.
    for (const key of keysOf(operation)) expect(['k1', 'k1x']).toContain(key.split('/').at(-1))
    if (name !== 'scan') expect(keysOf(operation).length).toBeGreaterThan(0)
    expect(operationText(operation)).toContain('k1')
  })

  it('tells reads from writes, and answers in words', () => {
    expect(OPERATION_NAMES.filter((f) => !isWrite({ f }))).toEqual(['get', 'gather', 'scan', 'call', 'look'])
    expect(resultText({ f: 'get', key: 'k' }, { members: ['milk', 'bread'] })).toBe('milk, bread')
    expect(resultText({ f: 'add', key: 'k', value: 'milk' }, {})).toBe('')
  })

  it('inserts where there is nothing to delete', () => {
    expect(drawOperation('delete-element', { ...DRAW, seen_elements: [] })).toMatchObject({ f: 'insert-after', after: null })
  })

  it('gives every type a model of all its operations, but bookings, which readers may see half done', () => {
    for (const { name, operations, models } of dataTypes) {
      const whole = models.at(-1)
      // Transactions are judged by isolation models.
      if (whole === undefined) {
        expect(['booking', 'transaction']).toContain(name)
        continue
      }
      expect(whole.name).toBe(name)
      // Reads of several keys are judged as a read of each.
      const judged = operations.map(({ f }) => f).filter((f) => !readsSeveral({ f }))
      expect([...whole.operations].sort()).toEqual(judged.sort())
    }
  })
})

describe('descriptions of protocols', () => {
  it.each(protocols.map(({ description }) => description))('$name serves operations of its data types alone', (description) => {
    const offered = dataTypes.filter(({ name }) => description.data_types.includes(name))
    const names = new Set<string>(offered.flatMap(({ operations }) => operations.map(({ f }) => f as string)))
    expect(description.operations.filter((name) => !names.has(name))).toEqual([])
    expect(offered.length).toBe(description.data_types.length)
  })
})

describe("Jepsen's form", () => {
  const done: readonly (readonly [Operation, OperationResult])[] = [
    [{ f: 'add', key: 'cart', value: 'milk' }, {}],
    [{ f: 'remove', key: 'cart', value: 'milk' }, {}],
    [{ f: 'get', key: 'cart' }, { members: ['bread'] }],
    [{ f: 'insert-after', key: 'text', after: null, element: 'a1', value: 'H' }, {}],
    [{ f: 'delete-element', key: 'text', element: 'a1' }, {}],
    [{ f: 'cas', key: 'k', expected: null, value: 'x' }, { swapped: true }],
    [{ f: 'gather', key: 'k', keys: ['k#0', 'k#1'] }, { values: { 'k#0': 'a', 'k#1': null } }],
    [{ f: 'scan', key: 'k', to: 'm' }, { values: { l: 'a' } }],
    [{ f: 'scan', key: '', to: null }, { values: {} }],
    [{ f: 'propose', key: 'k', value: 'x' }, { value: 'y' }]
  ]

  it('of an exported history reads back as it was', () => {
    const events = done.flatMap(([operation, result], i) => {
      const of = { client: 'c1', op: i + 1, t: i * 10 }
      return [
        { ...of, kind: 'invoke', operation, seq: 2 * i },
        { ...of, kind: 'ok', result, latency_us: 5, node: 'n1', t: of.t + 5, seq: 2 * i + 1 }
      ] as LabEvent[]
    })
    const read = parseJepsenEdn([...ednHistory(events)].join(''))
    expect(read.map(({ operation, result }) => [operation, result])).toEqual(done)
    expect(read.length).toBe(historyOf(events).length)
  })

  it('names what an operation needs', () => {
    const text = '{:process 0, :type :invoke, :f :insert-after, :value [x 1]}'
    expect(() => parseJepsenEdn(text)).toThrow(':insert-after needs a value [after element value]')
    expect(descriptionOf({ f: 'increment' }).jepsen.f).toBe('add')
  })
})
