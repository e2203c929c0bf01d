import { expect, test } from 'vitest'
import { readScenario } from '../../../src-main/lab/scenario-files/scenarios'
import { playIsolation } from '../../../src-main/sweep/explore/play-isolation'
import { ISOLATION_SETTINGS, playedAnomalies } from '../../../src-shared/isolation/played'
import type { PlayedTransaction } from '../../../src-shared/isolation/played'
import type { Step } from '../../../src-shared/data-types/transaction/steps'
import type { StepAnswer } from '../../../src-shared/data-types/operation'

test('each setting prevents what it promises to, and nothing else', () => {
  const possible = ISOLATION_SETTINGS.map(({ id, scenario }) => {
    const { parse } = readScenario(scenario)
    if (!parse.ok) throw new Error(`${scenario} does not parse`)
    const { anomalies, error } = playIsolation(parse.scenario)
    expect(error).toBeNull()
    expect(anomalies.filter(({ verdict }) => verdict === 'open')).toEqual([])
    return [id, anomalies.filter(({ verdict }) => verdict === 'possible').map(({ anomaly }) => anomaly)]
  })
  expect(Object.fromEntries(possible)).toEqual({
    'read-uncommitted': ['g1a', 'g1b', 'g1c', 'otv', 'pmp', 'p4', 'g-single', 'g2i', 'g2'],
    'read-committed': ['pmp', 'p4', 'g-single', 'g2i', 'g2'],
    snapshot: ['g2i', 'g2'],
    serializable: []
  })
})

/** A lost update of p4-x: b’s outcome and what it reads. */
function verdictWith(outcome: PlayedTransaction['outcome'], read: string) {
  const one = (client: string, steps: Step[], answers: StepAnswer[]): PlayedTransaction => ({
    client,
    at_us: 0,
    steps,
    outcome: 'ok',
    answers
  })
  const setup = one('a', [{ do: 'write', key: 'p4-x', value: '10' }, { do: 'write', key: 'g0-x', value: '10' }], [null, null]) // prettier-ignore
  const a = one('a', [{ do: 'read', key: 'p4-x' }, { do: 'write', key: 'p4-x', value: '11' }], ['10', null]) // prettier-ignore
  const b = one('b', [{ do: 'read', key: 'p4-x' }, { do: 'write', key: 'p4-x', value: '12' }], [read, null]) // prettier-ignore
  const played = playedAnomalies([setup, a, { ...b, outcome, answers: outcome === 'ok' ? b.answers : [] }])
  return played.find(({ anomaly }) => anomaly === 'p4')!.verdict
}

test('an anomaly is prevented if some order one after the other explains what was read, and open where an outcome is not known', () => {
  expect(verdictWith('ok', '11')).toBe('prevented')
  expect(verdictWith('ok', '10')).toBe('possible')
  expect(verdictWith('fail', '10')).toBe('prevented')
  expect(verdictWith('unknown', '10')).toBe('open')
})
