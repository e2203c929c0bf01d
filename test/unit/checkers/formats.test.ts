import { describe, expect, it } from 'vitest'
import { parseJepsenLog } from '../../../src-main/checkers/formats/jepsen-log'
import { parsePorcupineKv } from '../../../src-main/checkers/formats/porcupine-kv'
import { formatHistory, HistoryFileError, parseHistory } from '../../../src-main/workload/history'
import type { RecordedOperation } from '../../../src-main/workload/history'

const jepsen = (...lines: string[]) => parseJepsenLog(lines.map((line) => `INFO  jepsen.util - ${line}\n`).join(''))

function mistakeIn(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof HistoryFileError) return `${error.line}: ${error.message}`
  }
  throw new Error('expected a HistoryFileError')
}

describe('jepsen log', () => {
  it('takes a failed compare-and-set as one that found another value, a timed-out write as open', () => {
    const history = jepsen(
      '0 :invoke :cas [1 2]',
      '1\t:invoke\t:write\t3',
      '0 :fail :cas [1 2]',
      '1\t:info\t:write\t:timed-out',
      '2 :invoke :read nil',
      '2 :fail :read :timed-out',
      '1 :invoke :read nil',
      '1 :ok :read nil'
    )
    expect(
      history.map(({ client, op, outcome, result, invoked_us, completed_us }) => [
        client,
        op,
        outcome,
        result,
        invoked_us,
        completed_us
      ])
    ).toEqual([
      ['0', 1, 'ok', { swapped: false }, 1, 3],
      ['1', 1, 'unknown', null, 2, null],
      ['2', 1, 'fail', null, 5, 6],
      ['1', 2, 'ok', { value: null }, 7, 8]
    ])
  })

  it('names the line that it cannot read', () => {
    expect(mistakeIn(() => jepsen('0 :invoke :read nil', 'what?'))).toMatch(/^2: expected `INFO/)
    expect(mistakeIn(() => jepsen('0 :ok :read nil'))).toBe('1: process 0 completes an operation that it did not invoke')
    expect(mistakeIn(() => jepsen('0 :invoke :read nil', '0 :invoke :read nil'))).toBe(
      '2: process 0 already has an operation open'
    )
    expect(mistakeIn(() => jepsen('0 :invoke :cas 4'))).toBe('1: a cas cannot have the value 4')
  })
})

describe('porcupine log', () => {
  it('reads gets, puts and appends; the empty string is a missing key', () => {
    const text = [
      '{:process 0, :type :invoke, :f :get, :key "a", :value nil}',
      '{:process 0, :type :ok, :f :get, :key "a", :value ""}',
      '{:process 1, :type :invoke, :f :append, :key "b", :value "x 0 1 y"}'
    ].join('\n')
    expect(parsePorcupineKv(text)).toEqual([
      {
        client: '0',
        op: 1,
        operation: { f: 'get', key: 'a' },
        invoked_us: 1,
        completed_us: 2,
        outcome: 'ok',
        result: { value: null }
      },
      {
        client: '1',
        op: 1,
        operation: { f: 'append', key: 'b', value: 'x 0 1 y' },
        invoked_us: 3,
        completed_us: null,
        outcome: 'unknown',
        result: null
      }
    ])
  })

  it('names the line that it cannot read', () => {
    expect(mistakeIn(() => parsePorcupineKv('\n{:process 0}'))).toMatch(/^2: expected/)
    expect(mistakeIn(() => parsePorcupineKv('{:process 0, :type :invoke, :f :put, :key "a", :value nil}'))).toBe(
      '1: a put needs a value'
    )
  })
})

describe('history.jsonl', () => {
  const history: RecordedOperation[] = [
    {
      client: 'c1',
      op: 1,
      operation: { f: 'get', key: 'k1' },
      invoked_us: 3,
      completed_us: 9,
      outcome: 'ok',
      result: { value: null }
    },
    {
      client: 'c2',
      op: 1,
      operation: { f: 'put', key: 'k1', value: 'ü\n' },
      invoked_us: 4,
      completed_us: null,
      outcome: 'unknown',
      result: null
    },
    {
      client: 'c1',
      op: 2,
      operation: { f: 'delete', key: 'k1' },
      invoked_us: 10,
      completed_us: 11,
      outcome: 'fail',
      result: null
    }
  ]

  it('reads back what it wrote', () => {
    expect(formatHistory(history).split('\n')).toHaveLength(4)
    expect(parseHistory(formatHistory(history))).toEqual(history)
  })

  it('names line and field of a mistake', () => {
    const line = (change: object) => `\n${JSON.stringify({ ...history[0], ...change })}`
    expect(mistakeIn(() => parseHistory('{"client":'))).toMatch(/^1: not JSON/)
    expect(mistakeIn(() => parseHistory(line({ op: 0 })))).toMatch(/^2: op: /)
    expect(mistakeIn(() => parseHistory(line({ completed_us: null })))).toBe(
      '2: completed_us: completed_us is null for unknown operations, and for them alone'
    )
    expect(mistakeIn(() => parseHistory(line({ completed_us: 2 })))).toMatch(/^2: completed_us: an operation cannot complete/)
    expect(mistakeIn(() => parseHistory(line({ result: null })))).toMatch(/^2: result: /)
    expect(mistakeIn(() => parseHistory(line({ more: 1 })))).toMatch(/^2: operation: .*more/)
  })
})
