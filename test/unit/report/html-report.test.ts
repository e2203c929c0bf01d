import { THEMES } from '../../../src-shared/charts/palette'
import { strengthMark } from '../../../src-shared/charts/strength-mark'
import { describe, expect, it } from 'vitest'
import { escapeXml } from '../../../src-main/report/draw'
import { htmlReport } from '../../../src-main/report/html-report'
import type { ReportExtras } from '../../../src-main/report/html-report'
import type { RunReport } from '../../../src-main/lab/run/session'
import { findProtocol } from '../../../src-node/protocols/registry'
import { chartsFor } from '../../../src-shared/charts'
import { CONSISTENCY_MODELS } from '../../../src-shared/consistency'
import type { Exploration, ExploredCell } from '../../../src-shared/exploration'
import { foldRun } from '../../../src-shared/folds/run'
import { reportOf } from '../support/report'
import { CUT, StreamBuilder, minuteOfRaft } from '../support/stream'
import { raft } from '../../../src-shared/protocols/raft'

function pageOf(report: RunReport, beside: ReportExtras = {}): string {
  return htmlReport({ ...beside, run: { report, fold: foldRun(report.events, raft) } })
}

describe('the report of a run', () => {
  const report = reportOf(minuteOfRaft())
  const html = pageOf(report)

  it('needs nothing from anywhere, and runs nothing', () => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#|'#|"#)/i)
    const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map((match) => match[1]!)
    expect(links.filter((link) => !link.startsWith('#'))).toEqual([])
    const addresses = [...html.matchAll(/https?:\/\/[^\s"'<]+/g)].map(([address]) => address)
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']))
  })

  it('tells what ran, whether it passed, and what each fault did', () => {
    for (const { label, verdict } of report.result.faults) {
      expect(html).toContain(`<h3>${label}</h3>`)
      expect(html).toContain(verdict)
    }
    for (const words of [
      'did not pass',
      '✗ violated',
      'follower in term 3',
      'Processes: fault decisions repeat from seed 7, timing does not',
      '8,647'
    ]) {
      expect(html).toContain(words)
    }
  })

  it('says what a simulation promises', () => {
    const simulated = reportOf([], { engine: 'simulation' })
    expect(pageOf(simulated)).toContain('Simulated from seed 7: timing and order repeat exactly')
  })

  it('says plainly which deliberate bugs were on, where and since when', () => {
    expect(html).not.toContain('Deliberate bugs')
    const run = new StreamBuilder().start().bootAll()
    run.at(4200, { kind: 'node-switches', node: 'n2', switches: ['made-up', 'other'] })
    run.at(5000, { kind: 'node-switches', node: 'n2', switches: ['made-up'] })
    const broken = reportOf(run.events())
    broken.scenario.cluster.switches.push('other')
    const page = pageOf(broken)
    expect(page).toContain('This cluster was broken on purpose')
    expect(page).toMatch(/>other<.*?all nodes, from the start</)
    expect(page).toMatch(/>made-up<.*?n2, from 4\.20 s</)
    const [real] = findProtocol('raft').description.switches
    broken.scenario.cluster.switches.push(real!.name)
    expect(pageOf(broken)).toContain(escapeXml(real!.title))
  })

  it('shows what broke with the events that show it', () => {
    expect(html).not.toContain('<h2>Violations</h2>')
    const run = new StreamBuilder().start().elect(100, 'n1', 3)
    const leaders = run.events().filter((event) => event.kind === 'role' && event.role === 'leader')
    const events = [leaders[0]!.seq, 9999]
    run.at(500, { kind: 'violation', invariant: 'election-safety', text: 'Two leaders <in> term 3.', events })
    const broken = reportOf(run.events())
    const page = pageOf(broken)
    expect(page).toContain('One leader per term')
    expect(page).toContain('Two leaders &#60;in&#62; term 3.')
    expect(page).toContain(`event ${leaders[0]!.seq} at 0.10 s: n1 leader in term 3, leader n1\nevent 9999`)
  })

  it('has each chart once for light and once for dark, without clashing ids', () => {
    const charts = chartsFor(raft).filter(({ applies }) => applies(foldRun(minuteOfRaft(), raft)))
    expect(html.match(/<svg role="img"/g)).toHaveLength(2 * charts.length)
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('escapes what people wrote', () => {
    const run = new StreamBuilder().start().bootAll().fault(10, 20, '<b>"cut" & run</b>', CUT).operation(5, 1)
    const other = reportOf(run.events(), { title: '</title><script>alert(1)</script>', notices: ['a < b'] })
    const page = pageOf(other)
    expect(page).not.toContain('<script')
    expect(page).not.toContain('<b>')
    expect(page).toContain('a &#60; b')
  })

  it('can be made of a run in which nothing happened', () => {
    const empty = reportOf([], { checks: [], expectations: [], notices: [] })
    expect(pageOf(empty)).toContain('no operations yet')
  })
})

describe('an exploration in a report', () => {
  const cell = (row: string, column: string, verdict: 'holds' | 'violated'): ExploredCell => ({
    row,
    column,
    runs: 3,
    verdicts: CONSISTENCY_MODELS.map((model) => ({
      model,
      verdict,
      text: verdict === 'holds' ? 'It holds.' : 'x <was> read after y.',
      seed: verdict === 'holds' ? null : 3,
      lines: verdict === 'holds' ? [] : ['c1 reads <x>']
    })),
    operations: { ok: 1234, fail: 2, unknown: 1 },
    staleness: null,
    seed: 3,
    scenario: 'name: cell\ntitle: <cell>\n',
    error: null
  })
  const row = (id: string, protocol: string, title: string) => ({ id, protocol, protocol_title: protocol, title })
  const exploration: Exploration = {
    rows: [row('quorum-1', 'quorum', 'R + W > N'), row('raft-1', 'raft', 'read index')],
    columns: [
      { id: 'none', title: 'No fault', explanation: 'Nothing <happens>.' },
      { id: 'split', title: 'Partition', explanation: 'Cut in two.' }
    ],
    cells: [cell('quorum-1', 'none', 'holds'), cell('quorum-1', 'split', 'violated'), cell('raft-1', 'none', 'holds')],
    total: 4
  }
  const explored = { exploration, seeds: '1..3' }
  const alone = htmlReport({ exploration: explored })

  it('is a matrix whose cells lead to verdicts and counterexamples that can be opened', () => {
    expect(alone).toMatch(/<a href="#cell-quorum-1-none"><span class="cell full"><b aria-hidden="true">●<\/b> linearizable/)
    expect(alone).toMatch(/<a href="#cell-quorum-1-split"><span class="cell none"><b aria-hidden="true">✗<\/b> none/)
    expect(alone).toContain(`.cell.full { background: ${strengthMark(THEMES.light, 'full').fill}`)
    const opened = /<details class="card" id="cell-quorum-1-split">[^]*?1,234 operations ok[^]*?<pre>c1 reads &#60;x&#62;<\/pre>/
    expect(alone).toMatch(opened)
    expect(alone).toContain('x &#60;was&#62; read after y.')
    expect(alone).toContain('Nothing &#60;happens&#62;.')
  })

  it('says what is missing of one that is under way', () => {
    expect(alone).toContain('Cells not explored yet: 1 of 4.')
    expect(alone).not.toContain('cell-raft-1-split')
  })

  it('stands beside a run with the rows of its protocol first and marked, and in the contents list', () => {
    const page = pageOf(reportOf(minuteOfRaft()), { exploration: explored })
    expect(page.indexOf('id="cell-raft-1-none"')).toBeLessThan(page.indexOf('id="cell-quorum-1-none"'))
    expect(alone.indexOf('id="cell-raft-1-none"')).toBeGreaterThan(alone.indexOf('id="cell-quorum-1-none"'))
    expect(page.match(/this run’s protocol/g)).toHaveLength(1)
    expect(page).toContain('<a href="#section-consistency-explorer">Consistency explorer</a>')
    expect(page).toContain('<section id="section-consistency-explorer"')
    expect(page.match(/<h1>/g)).toHaveLength(1)
  })

  it('clashes with nothing: every link of the page leads to one place', () => {
    const page = pageOf(reportOf(minuteOfRaft()), { exploration: explored })
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map((match) => match[1])
    expect(ids).toEqual(expect.arrayContaining(links))
  })
})
