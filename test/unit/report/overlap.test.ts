import { expect, it } from 'vitest'
import { overlapSection } from '../../../src-main/report/html-overlap'
import { htmlReport } from '../../../src-main/report/html-report'
import { foldRun } from '../../../src-shared/folds/run'
import { reportOf } from '../support/report'
import { StreamBuilder } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

const events = new StreamBuilder().start().events()
const report = reportOf(events)
const withParameters = (parameters: Record<string, number | boolean>) => ({
  ...report,
  scenario: { ...report.scenario, cluster: { ...report.scenario.cluster, protocol: 'quorum', nodes: 5, parameters } }
})

it('lays R by W out for the run’s N, marks what ran, and says what it promises', () => {
  const { title, body } = overlapSection(withParameters({ replicas: 3, read_quorum: 1, write_quorum: 3 }))!
  expect(title).toBe('Quorum overlap')
  const rows = [...body.matchAll(/<tr><th scope="row">(R \d)<\/th>(.*?)<\/tr>/g)]
  expect(rows.map(([, r]) => r)).toEqual(['R 1', 'R 2', 'R 3'])
  const cells = rows.map(([, , row]) => row!.replace(/<\/td>/g, '|').replace(/<[^>]*>/g, ''))
  expect(cells).toEqual(['✗ none|✗ none|✓ 1 ▪|', '✗ none|✓ 1|✓ 2|', '✓ 1|✓ 2|✓ 3|'])
  expect(body).toContain('At worst n1, n2 and n3 acknowledged the write and n3 answers the read: n3 did both.')
  expect(body).not.toContain('is on:')
})

it('says when a sloppy quorum makes it void', () => {
  expect(overlapSection(withParameters({ sloppy_quorum: true }))!.body).toContain('“A stand-in’s hint counts towards W” is on:')
})

it('is in a run’s report where the protocol counts replicas, and in no other', () => {
  expect(htmlReport({ run: { report: withParameters({}), fold: foldRun(events, raft) } })).toContain(
    '<h2 id="section-quorum-overlap-title">'
  )
  expect(overlapSection(report)).toBeNull()
})
