import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FORMATS } from '../../../src-main/checkers/formats/formats'
import { parseJepsenEdn } from '../../../src-main/checkers/formats/jepsen-edn'
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

describe('jepsen edn', () => {
  const summary = (text: string) =>
    parseJepsenEdn(text).map(({ client, operation, outcome, result, invoked_us, completed_us }) => [
      client,
      operation,
      outcome,
      result,
      [invoked_us, completed_us]
    ])

  it('reads a register, one map a line; passes over the nemesis; keeps what is unknown open', () => {
    const text = `
      {:process 0, :type :invoke, :f :read, :value nil}
      {:process :nemesis, :type :info, :f :start-partition, :value {"n1" #{"n2"}}}
      {:process 1 :type :invoke :f :cas :value [1 2]} ; commas are blanks
      {:process 0, :type :ok, :f :read, :value 3}
      {:process 1, :type :fail, :f :cas, :value [1 2]}
      {:process 1, :type :invoke, :f :write, :value 4}
      {:process 1, :type :info, :f :write, :value 4, :error :timeout}`
    expect(summary(text)).toEqual([
      ['0', { f: 'get', key: 'x' }, 'ok', { value: '3' }, [1, 3]],
      ['1', { f: 'cas', key: 'x', expected: '1', value: '2' }, 'fail', null, [2, 4]],
      ['1', { f: 'put', key: 'x', value: '4' }, 'unknown', null, [5, null]]
    ])
  })

  it('takes whatever failed as not having happened, and only our own mark as an observed mismatch', () => {
    const failing = (error: string) =>
      `{:process 0 :type :invoke :f :cas :value [1 2]}{:process 0 :type :fail :f :cas :value [1 2]${error}}`
    expect(
      ['', ' :error :mismatch', ' :error "no leader"', ' :netsplit/swapped false'].map(
        (error) => parseJepsenEdn(failing(error))[0]!.outcome
      )
    ).toEqual(['fail', 'fail', 'fail', 'ok'])
  })

  it('reads independent keys where all invocations have them, and times where they increase', () => {
    const text = `[
      #jepsen.history.Op{:process 0, :type :invoke, :f :write, :value ["k" "v"], :time 1500, :index 0}
      #jepsen.history.Op{:process 1, :type :invoke, :f :read, :value ["k" nil], :time 2000, :index 1}
      #jepsen.history.Op{:process 2, :type :invoke, :f :cas, :value [7 [nil "b"]], :time 2000, :index 2}
      #jepsen.history.Op{:process 1, :type :ok, :f :read, :value ["k" "v"], :time 4000, :index 3}]`
    expect(summary(text)).toEqual([
      ['0', { f: 'put', key: 'k', value: 'v' }, 'unknown', null, [1.5, null]],
      ['1', { f: 'get', key: 'k' }, 'ok', { value: 'v' }, [2, 4]],
      ['2', { f: 'cas', key: '7', expected: null, value: 'b' }, 'unknown', null, [2, null]]
    ])
    expect(parseJepsenEdn('{:process 2 :type :invoke :f :cas :value [3 4]}')[0]!.operation).toMatchObject({ key: 'x' })
  })

  it('reads counters, sets and queues', () => {
    const ended = (f: string, asked: string, told: string) =>
      parseJepsenEdn(`{:process 0 :type :invoke :f ${f} :value ${asked}}{:process 0 :type :ok :f ${f} :value ${told}}`)[0]!
    expect(ended(':add', '-2', '-2')).toMatchObject({ operation: { f: 'add', value: '-2' }, result: {} })
    expect(ended(':read', 'nil', '#{1 :b "c"}').result).toEqual({ members: ['1', ':b', 'c'] })
    expect(ended(':read', 'nil', '(1 2)').result).toEqual({ members: ['1', '2'] })
    expect(ended(':enqueue', '5', '5')).toMatchObject({ operation: { f: 'enqueue', value: '5' }, result: {} })
    expect(ended(':dequeue', 'nil', '5').result).toEqual({ value: '5' })
    expect(ended(':dequeue', 'nil', 'nil').result).toEqual({ value: null })
  })

  it('reads what is in a list or a vector, with comments in between', () => {
    const maps =
      '{:type :invoke, :f :write, :value 1, :process 0} ; one\n;; {:type :x}\n {:type :ok, :f :write, :value 1, :process 0}'
    const flat = summary(maps)
    expect(flat).toEqual([['0', { f: 'put', key: 'x', value: '1' }, 'ok', {}, [1, 2]]])
    for (const text of [`; first\n(${maps}\n; last\n)`, `[${maps}]\n`, `[${maps}] ;`]) expect(summary(text)).toEqual(flat)
    expect(summary('; nothing\n()')).toEqual([])
  })

  it('takes entries without a process as of one process, and passes over what none of it asked for', () => {
    const text = `{:type :info, :f :start-partition}
      {:type :invoke, :f :write, :value 1}
      {:type :ok, :f :write, :value 1}
      {:type :invoke, :f :write, :value 2, :process nil}
      {:type :info, :f :write, :value 2}
      {:type :info, :f :stop-partition}`
    expect(parseJepsenEdn(text).map(({ client, op, outcome }) => [client, op, outcome])).toEqual([
      ['nil', 1, 'ok'],
      ['nil', 2, 'unknown']
    ])
  })

  it('reads times however long they are written', () => {
    expect(summary('{:type :invoke :f :read :process 0 :time 5000N}')[0]![4]).toEqual([5, null])
  })

  it('reads escapes and what #_ leaves out', () => {
    const text = '#_{:process 9} {:process 0 :type :invoke :f :write :value "a\\n\\u00fc\\"" #_ [1 2]}'
    expect(parseJepsenEdn(text)[0]!.operation).toEqual({ f: 'put', key: 'x', value: 'a\nü"' })
  })

  it('names line and column, or what it cannot take', () => {
    expect(mistakeIn(() => parseJepsenEdn('{:process 0\n :type [}'))).toBe('2: column 9: unexpected }')
    expect(mistakeIn(() => parseJepsenEdn('\n{:process 0'))).toBe('2: column 12: the { of line 2 is not closed')
    expect(mistakeIn(() => parseJepsenEdn('{:process 0 :type}'))).toMatch(/^1: column \d+: a map has a key without a value/)
    expect(mistakeIn(() => parseJepsenEdn('\n3'))).toBe('2: column 1: expected a map {:process … :type … :f … :value …}')
    expect(mistakeIn(() => parseJepsenEdn('{:process 0 :type :invoke :f :txn :value nil}'))).toBe(
      '1: column 42: :txn needs steps such as [:r k nil], [:w k v] and [:append k v]'
    )
    expect(mistakeIn(() => parseJepsenEdn('{:process 0 :type :invoke :f :write :value nil}'))).toBe(
      '1: column 44: :write needs a value'
    )
    expect(mistakeIn(() => parseJepsenEdn('{:process 0 :type :ok :f :read :value 1}'))).toMatch(/^1: process 0 completes/)
    expect(mistakeIn(() => parseJepsenEdn('['.repeat(100)))).toMatch(/nested more than 64 deep/)
  })
})

describe('any reader', () => {
  const SEED = 20_261_129
  const SAMPLES = {
    netsplit:
      '{"client":"c1","op":1,"operation":{"f":"cas","key":"k","expected":null,"value":"v"},"invoked_us":1,"completed_us":2,"outcome":"ok","result":{"swapped":true}}',
    'jepsen-log': 'INFO  jepsen.util - 0 :invoke :cas [1 2]\nINFO  jepsen.util - 0 :ok :cas [1 2]',
    'jepsen-edn':
      '({:process 0 :type :invoke :f :cas :value ["k" [nil "v"]] :time 5}\n{:process 0 :type :ok :f :cas :value ["k" [1 #{2}]]} ; end\n)',
    'porcupine-kv':
      '{:process 0, :type :invoke, :f :put, :key "a", :value "v"}\n{:process 0, :type :ok, :f :put, :key "a", :value "v"}'
  } as const
  const piece = fc.oneof(
    fc.constantFrom(...'{}[]()"\\:;#,\n\0', 'nil', ':ok', ':info', '#_', '\\u', '-', '1e999', '__proto__'),
    fc.string({ unit: 'binary', maxLength: 3 })
  )
  const edits = fc.array(fc.record({ at: fc.nat(300), cut: fc.nat(30), put: piece }), { maxLength: 4 })

  it.each(Object.keys(SAMPLES) as (keyof typeof SAMPLES)[])(
    `takes %s that is spoiled, or names a line in one sentence (seed ${SEED})`,
    (name) => {
      fc.assert(
        fc.property(edits, (changes) => {
          const text = changes.reduce((t, { at, cut, put }) => t.slice(0, at) + put + t.slice(at + cut), SAMPLES[name] as string)
          try {
            FORMATS[name].parse(text)
          } catch (error) {
            expect(error).toBeInstanceOf(HistoryFileError)
            const { line, message } = error as HistoryFileError
            expect(line).toBeGreaterThan(0)
            expect(message).toMatch(name === 'jepsen-edn' ? /^(column \d+: |process )[^\n]+$/ : /^[^\n]+$/)
          }
        }),
        { seed: SEED, numRuns: 3_000 }
      )
    }
  )
})
