import { describe, expect, it } from 'vitest'
import { foldRun } from '../../../src-shared/folds/run'
import { raft } from '../../../src-shared/protocols/raft'
import { Commit, LogAppend, LogSnapshot, LogTruncate } from '../../../src-shared/protocols/replicated-log/facts'
import { logTailFold, tailOf } from '../../../src-shared/protocols/replicated-log/log-tail'
import { logPanel } from '../../../src-shared/protocols/replicated-log/panels'
import { StreamBuilder } from '../support/stream'

const entries = (from: number, to: number, term: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ index: from + i, term, digest: 1 }))
const appended = (t_ms: number, from: number, to: number, term: number, run = new StreamBuilder().start().bootAll()) =>
  run.at(t_ms, LogAppend.of('n1', { entries: entries(from, to, term) }))
const tailIn = (run: StreamBuilder) => {
  const { snapshot, entries } = tailOf(logTailFold.of(foldRun(run.events(), raft)), 'n1')
  return { snapshot, log: entries.map(({ index, term }) => `${index}@${term}`).join(' ') }
}

describe('the end of a log', () => {
  it('grows, is overwritten from an entry on, and loses what is truncated', () => {
    const run = appended(100, 1, 4, 1)
    expect(tailIn(run).log).toBe('1@1 2@1 3@1 4@1')
    appended(200, 3, 3, 2, run)
    expect(tailIn(run).log).toBe('1@1 2@1 3@2')
    expect(tailIn(run.at(300, LogTruncate.of('n1', { from_index: 2 }))).log).toBe('1@1')
  })

  it('gives way to a snapshot, and is told anew by a node that starts', () => {
    const run = appended(100, 1, 4, 1).at(200, LogSnapshot.of('n1', { index: 3, term: 1 }))
    expect(tailIn(run)).toEqual({ snapshot: 3, log: '4@1' })
    expect(tailIn(run.exit(300, 'n1')), 'what it last had').toEqual({ snapshot: 3, log: '4@1' })
    expect(tailIn(run.boot(400, 'n1', 2))).toEqual({ snapshot: 0, log: '' })
  })

  it('is kept in bounds, whatever a node writes at once', () => {
    expect(tailIn(appended(100, 1, 500, 1)).log.split(' ')).toHaveLength(32)
    expect(tailIn(appended(100, 1, 500, 1)).log).toMatch(/ 500@1$/)
  })

  it('is a panel: what is committed and what is not, and what stands before it', () => {
    const panel = logPanel('term')
    const run = appended(100, 4, 5, 2).at(101, LogSnapshot.of('n1', { index: 3, term: 1 }))
    const fold = foldRun(run.at(200, Commit.of('n1', { index: 4, term: 2 })).events(), raft)
    expect(panel.cells(fold, 'n1', 9).map(({ text }) => text)).toEqual([
      'entry 4, term 2: committed, not applied yet',
      'entry 5, term 2: not committed yet'
    ])
    expect(panel.before(fold, 'n1')).toBe('snapshot up to 3')
    expect([panel.cells(fold, 'n2', 9), panel.before(fold, 'n2')]).toEqual([[], null])
  })

  it('shows what will be overwritten: what stands otherwise, or not at all, in the log of the leader whom a quorum follows', () => {
    const run = new StreamBuilder().start().bootAll().elect(10, 'n1', 1)
    run.at(20, LogAppend.of('n1', { entries: entries(1, 5, 1) })).at(21, LogAppend.of('n2', { entries: entries(1, 2, 1) }))
    run.elect(100, 'n2', 2, ['n2', 'n3', 'n4', 'n5']).at(110, LogAppend.of('n2', { entries: entries(3, 4, 2) }))
    const looks = (node: string) =>
      logPanel('term')
        .cells(foldRun(run.events(), raft), node, 3)
        .map(({ index, doomed }) => `${index}${doomed ? ' goes' : ''}`)
    expect(looks('n1')).toEqual(['3 goes', '4 goes', '5 goes'])
    expect(looks('n2')).toEqual(['2', '3', '4'])
    run.at(120, LogTruncate.of('n1', { from_index: 3 })).at(120, LogAppend.of('n1', { entries: entries(3, 3, 2) }))
    expect(looks('n1')).toEqual(['1', '2', '3'])
    // The leader's log goes on far beyond what is kept of it.
    run.at(130, LogAppend.of('n2', { entries: entries(5, 90, 2) })).at(131, LogAppend.of('n1', { entries: entries(3, 4, 1) }))
    expect(looks('n1')).toEqual(['2', '3 goes', '4 goes'])
  })
})
