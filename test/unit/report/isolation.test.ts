import { describe, expect, it } from 'vitest'
import { isolationSection } from '../../../src-main/report/html-isolation'
import { waitsSection } from '../../../src-main/report/html-waits'
import { foldRun } from '../../../src-shared/folds/run'
import { atomicCommit } from '../../../src-shared/protocols/atomic-commit'
import { StepWaits, Victim } from '../../../src-shared/protocols/transactions/execution/facts'
import { historyOf } from '../checkers/isolation/build'
import { reportOf } from '../support/report'
import { StreamBuilder } from '../support/stream'

const WRITE_SKEW = ['c1 0-9: r x nil; w y 1', 'c2 0-9: r y nil; w x 1']

const rowsOf = (body: string): string[] =>
  [...body.matchAll(/<tr><th scope="row">[^]*?<\/tr>/g)].map(([row]) => row.replace(/<\/t[dh]>/g, '|').replace(/<[^>]*>/g, ''))

function sectionOf(lines: readonly string[], forgotten = 0) {
  return isolationSection({ ...reportOf([]), history: historyOf(...lines), forgotten })
}

describe('isolation', () => {
  it('draws the smallest cycle of each anomaly, and explains it edge by edge', () => {
    const { body } = sectionOf(WRITE_SKEW)!
    expect(body).toContain('Write skew (write-skew)')
    expect(body.match(/<svg role="img"/g)).toHaveLength(2)
    expect(body).toContain('<desc>c2 #1 before c1 #1 (rw y), c1 #1 before c2 #1 (rw x)</desc>')
    expect(rowsOf(body).slice(-2)).toEqual([
      expect.stringMatching(/^c2 #1 → c1 #1\|rw y.*\|c2 #1 read y = nothing.*c2 #1 must come before c1 #1\.\|$/),
      expect.stringMatching(/^c1 #1 → c2 #1\|rw x.*\|c1 #1 read x = nothing.*c1 #1 must come before c2 #1\.\|$/)
    ])
  })

  it('says which models are ruled out, and by what', () => {
    const rows = rowsOf(sectionOf(WRITE_SKEW)!.body)
    expect(rows).toContain('Serializable|✗ violated|write-skew|')
    expect(rows).toContain('Snapshot isolation|not ruled out|none|')
  })

  it('has no picture of what is no cycle', () => {
    const { body } = sectionOf(['c1 0-fail: w x 1', 'c2 5-6: r x 1'])!
    expect(body).toContain('Aborted read (G1a)')
    expect(body).not.toContain('<svg')
  })

  it('is left out where there is no anomaly, no transaction, or the history is not whole', () => {
    expect(sectionOf(['c1 0-1: w x 1', 'c2 2-3: r x 1'])).toBeNull()
    expect(isolationSection(reportOf([]))).toBeNull()
    expect(sectionOf(WRITE_SKEW, 1)).toBeNull()
  })
})

describe('who waited for whom', () => {
  const started = () => new StreamBuilder(['n1', 'n2', 'n3']).start().bootAll()
  const waits = (node: string, transaction: string, other: string, on: string) =>
    StepWaits.of(node, { transaction, blockers: [{ transaction: other, on }] })

  it('is a table of the last deadlock, its victim marked', () => {
    const run = started()
    run.at(1000, waits('n2', 'a#1', 'b#1', 'x'))
    run.at(1100, waits('n3', 'b#1', 'a#1', '<y>'))
    run.at(1200, Victim.of('n1', { transaction: 'b#1', policy: 'detection', reason: 'r', cycle: ['a#1', 'b#1'] }))
    const { body } = waitsSection(foldRun(run.events(), atomicCommit))!
    expect(rowsOf(body)).toEqual(['a#1|b#1 (victim)|x|n2|1.00 s|', 'b#1 (victim)|a#1|&#60;y&#62;|n3|1.10 s|'])
    expect(body).toContain('At 1.20 s b#1 was made to abort (detection)')
  })

  it('is left out where nobody was made to abort', () => {
    const run = started().at(1000, waits('n2', 'a#1', 'b#1', 'x'))
    expect(waitsSection(foldRun(run.events(), atomicCommit))).toBeNull()
  })
})
