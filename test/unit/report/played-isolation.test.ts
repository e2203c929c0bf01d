import { expect, test } from 'vitest'
import { htmlReport } from '../../../src-main/report/html-report'
import { playedAnomalies } from '../../../src-shared/isolation/played'
import type { PlayedSetting, PlayedTransaction } from '../../../src-shared/isolation/played'

const initial: PlayedTransaction = {
  client: 'a',
  at_us: 0,
  steps: [
    { do: 'write', key: 'p4-x', value: '10' },
    { do: 'write', key: 'g0-x', value: '10' }
  ],
  outcome: 'ok',
  answers: [null, null]
}

/** A lost update: b reads what was there before a wrote, and is aborted or not. */
function playedUnder(setting: string, outcome: 'ok' | 'fail'): PlayedSetting {
  const update = (client: string, value: string): PlayedTransaction => ({
    client,
    at_us: 1_000_000,
    steps: [
      { do: 'read', key: 'p4-x' },
      { do: 'write', key: 'p4-x', value }
    ],
    outcome: 'ok',
    answers: ['10', null]
  })
  const late = update('b', '<12>')
  const transactions = [initial, update('a', '11'), { ...late, outcome, answers: outcome === 'ok' ? late.answers : [] }]
  return { setting, seed: 1, scenario: '', anomalies: playedAnomalies(transactions), error: null }
}

const html = htmlReport({ played: [playedUnder('read-committed', 'ok'), playedUnder('snapshot', 'fail')] })

test('the page says which setting prevents which anomaly, and what is not played yet', () => {
  const [row] = /<tr>(?:(?!<tr>)[^])*?P4, lost update[^]*?<\/tr>/.exec(html)!
  const cells = [...row.matchAll(/<td[^>]*>([^]*?)<\/td>/g)].map(([, cell]) => cell!.replace(/<[^>]*>/g, ''))
  expect(cells).toEqual(['–', '✗ possible', '✓ prevented', '–'])
})

test('each script says what its transactions read under each setting', () => {
  expect(html).toContain('p4-x = &#60;12&#62;')
  expect(html).toContain('committed; read 10')
  expect(html).toContain('aborted')
})
