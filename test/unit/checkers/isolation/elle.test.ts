import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../../src-shared/events'
import { createRandom } from '../../../../src-shared/random'
import { ISOLATION_MODELS } from '../../../../src-shared/isolation/models'
import { parseJepsenEdn } from '../../../../src-main/checkers/formats/jepsen-edn'
import { judgeIsolation } from '../../../../src-main/checkers/isolation/judge'
import { ednHistory } from '../../../../src-main/report/edn'
import type { RecordedOperation } from '../../../../src-main/workload/history'
import { generatedHistory } from './generated'

function eventsOf(history: readonly RecordedOperation[]): LabEvent[] {
  const events = history.flatMap(({ client, op, operation, invoked_us, completed_us, outcome, result }) => [
    { t: invoked_us, kind: 'invoke', client, op, operation },
    ...(completed_us === null ? [] : [{ t: completed_us, kind: outcome, client, op, result, error: 'aborted' }])
  ])
  return events.sort((a, b) => a.t - b.t) as unknown as LabEvent[]
}

const verdicts = (history: readonly RecordedOperation[]) =>
  ISOLATION_MODELS.map((model) => judgeIsolation(history, model).verdict)

describe('transactions in EDN', () => {
  it.each(['lists', 'registers', 'transfers'] as const)('of %s are read back as they were written', (of) => {
    const shape = { of, transactions: 40, clients: 4, keys: 3, steps: 4, lost: 0.1, aborted: 0.1 }
    const history = generatedHistory('careless', shape, createRandom(7, of))
    const read = parseJepsenEdn([...ednHistory(eventsOf(history))].join(''))
    expect(read).toEqual(history)
    expect(verdicts(read)).toEqual(verdicts(history))
  })

  it('are read in a list, without processes and invocations, as Elle’s examples are', () => {
    const history = parseJepsenEdn(`[{:type :ok, :value [[:append :x 1] [:r :y nil]]}
      {:type :ok, :value [[:append :x 2] [:append :y 1]]}
      {:type :ok, :value [[:r :x [1 2]]]}]`)
    expect(history.map(({ client, operation, result }) => [client, operation, result])).toMatchObject([
      [
        't1',
        {
          steps: [
            { do: 'append', key: ':x', value: '1' },
            { do: 'read', key: ':y' }
          ]
        },
        { answers: [null, null] }
      ],
      ['t2', {}, {}],
      ['t3', {}, { answers: [['1', '2']] }]
    ])
    expect(judgeIsolation(history, 'strict-serializable').verdict).toBe('holds')
  })

  it('show the cycle of Elle’s paper: each of two overlooks the other', () => {
    const history = parseJepsenEdn(`{:process 0 :type :invoke :f :txn :value [[:r 1 nil] [:append 2 1]] :time 0}
      {:process 1 :type :invoke :f :txn :value [[:r 2 nil] [:append 1 1]] :time 1000}
      {:process 0 :type :ok :f :txn :value [[:r 1 nil] [:append 2 1]] :time 2000}
      {:process 1 :type :ok :f :txn :value [[:r 2 nil] [:append 1 1]] :time 3000}`)
    const { verdict, counterexample } = judgeIsolation(history, 'serializable')
    expect(verdict).toBe('violated')
    expect(counterexample!.lines.slice(0, 2)).toEqual([
      '1 #1 read 2 = [], without 1, which 0 #1 appended: 1 #1 must come before 0 #1.',
      '0 #1 read 1 = [], without 1, which 1 #1 appended: 0 #1 must come before 1 #1.'
    ])
  })
})
