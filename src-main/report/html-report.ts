/** The report: one HTML file that needs nothing else, neither network nor scripts. */
import { durationText } from '../../src-shared/charts/time-scale'
import { THEMES } from '../../src-shared/charts/palette'
import { METRICS } from '../../src-shared/folds/metrics'
import type { RunFold } from '../../src-shared/folds/run'
import type { CheckResult, FaultCard } from '../../src-shared/result'
import { nodeNames } from '../../src-shared/scenario/schema'
import type { RunReport } from '../lab/session'
import { drawSvg, escapeXml } from './draw'
import { switchesSection, violationsSection } from './html-findings'
import { count, definitions, mark, page, seconds, table } from './html-parts'
import { chartPictures } from './pictures'

/** Faults beyond these are in the tables alone. */
const CARDS_MAX = 60

/** The page as text. `fold`: of all events of the report. */
export function htmlReport(report: RunReport, fold: RunFold): string {
  const { result } = report
  const sections = [
    summary(report),
    list('Read this first', result.notices),
    switchesSection(report),
    expectations(report),
    checks(result.checks),
    violationsSection(report),
    charts(report, fold),
    faults(result.faults),
    operations(report),
    metrics(report)
  ]
  return page(result.title, sections)
}

function summary({ result, scenario }: RunReport): string {
  const facts: [string, string][] = [
    ['Scenario', result.scenario],
    ['Protocol', `${result.protocol}, ${nodeNames(scenario).join(' ')}`],
    ['Engine', engineWords(result)],
    ['Started', result.started_at],
    ['Length', `${(result.duration_ms / 1000).toFixed(1)} s`],
    ['Netsplit', result.version]
  ]
  const verdict = result.passed ? mark('✓ passed', 'good') : mark('✗ did not pass', 'bad')
  return `<h1>${escapeXml(result.title)}</h1>
<p>${verdict}</p>
${scenario.summary ? `<p>${escapeXml(scenario.summary)}</p>` : ''}
${definitions(facts)}`
}

/** What the seed promises differs by engine, and a reader must know. */
function engineWords({ engine, seed }: RunReport['result']): string {
  return engine === 'simulation'
    ? `Simulated from seed ${seed}: timing and order repeat exactly`
    : `Processes: fault decisions repeat from seed ${seed}, timing does not`
}

function list(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return ''
  return `<section><h2>${title}</h2><ul>${texts.map((text) => `<li>${escapeXml(text)}</li>`).join('')}</ul></section>`
}

function expectations({ result }: RunReport): string {
  if (result.expectations.length === 0) return ''
  const rows = result.expectations.map(({ met, text, observed }) => [
    met ? mark('✓ met', 'good') : mark('✗ not met', 'bad'),
    escapeXml(text),
    escapeXml(observed)
  ])
  return `<section><h2>Expectations</h2>${table('What the scenario expects, and what was seen', ['Verdict', 'Expected', 'Observed'], rows)}</section>`
}

const VERDICTS = {
  holds: mark('✓ holds', 'good'),
  violated: mark('✗ violated', 'bad'),
  undecided: mark('? undecided', 'open')
} as const

function checks(results: readonly CheckResult[]): string {
  if (results.length === 0) return ''
  const rows = results.map(({ title, verdict, text, evidence }) => {
    const lines = evidence.length > 0 ? `<pre>${escapeXml(evidence.join('\n'))}</pre>` : ''
    return [VERDICTS[verdict], escapeXml(title), escapeXml(text) + lines]
  })
  return `<section><h2>Checks</h2>${table('Consistency of the history, and invariants watched live', ['Verdict', 'Check', 'Finding'], rows)}</section>`
}

/** Each chart twice: the page shows the one that suits the reader's screen. */
function charts(report: RunReport, fold: RunFold): string {
  const dark = chartPictures(report, fold, THEMES.dark)
  const figures = chartPictures(report, fold, THEMES.light).map(
    (picture, i) => `<figure>
<div class="in-light">${drawSvg(picture)}</div>
<div class="in-dark">${drawSvg(dark[i]!)}</div>
</figure>`
  )
  return `<section><h2>Charts</h2>
<p class="muted">All over the same run time. Bands are faults, their names stand above; small triangles are elections.</p>
${figures.join('\n')}</section>`
}

function faults(cards: readonly FaultCard[]): string {
  if (cards.length === 0) return ''
  const more = cards.length - CARDS_MAX
  const note = more > 0 ? `<p class="muted">${more} more are in the exported tables.</p>` : ''
  return `<section><h2>Did it bite?</h2>
<div class="cards">${cards.slice(0, CARDS_MAX).map(faultCard).join('\n')}</div>${note}</section>`
}

function faultCard(card: FaultCard): string {
  const end = card.end_ms === null ? 'to the end of the run' : `to ${seconds(card.end_ms)}`
  const facts: [string, string][] = [
    ['When', card.end_ms === card.start_ms ? `at ${seconds(card.start_ms)}` : `${seconds(card.start_ms)} ${end}`],
    ['Done by', card.by === 'person' ? 'a person' : 'the timeline'],
    ['Messages', `${count(card.messages_cut)} stopped, ${count(card.messages_disturbed)} disturbed`],
    [
      'Operations',
      `${count(card.operations_affected)} affected, of these ${count(card.operations_failed)} failed and ${count(card.operations_unknown)} unknown`
    ]
  ]
  if (card.leaderless_ms !== null) {
    facts.push(['Leader', `${durationText(card.leaderless_ms)} without, ${count(card.elections)} elections`])
  }
  facts.push(['Recovery', recoveryWords(card)])
  return `<article class="card"><h3>${escapeXml(card.label)}</h3><p>${escapeXml(card.verdict)}</p>${definitions(facts)}</article>`
}

function recoveryWords({ recovery_ms }: FaultCard): string {
  if (recovery_ms === null) return 'none needed, or none seen'
  return recovery_ms === 0 ? 'throughput was back before it ended' : `${durationText(recovery_ms)} after it ended`
}

function operations({ result }: RunReport): string {
  const { invoked, ok, fail, unknown, not_started } = result.operations
  const rows = [
    ['invoked', count(invoked), ''],
    ['ok', count(ok), 'the client heard that it was done'],
    ['fail', count(fail), 'certainly not applied'],
    ['unknown', count(unknown), 'the client never heard: it may have been applied'],
    ...(not_started > 0 ? [['not started', count(not_started), 'due, but too many were open']] : [])
  ]
  return `<section><h2>Operations</h2>${table('By outcome', ['Outcome', 'Operations#', 'Meaning'], rows)}</section>`
}

function metrics({ result }: RunReport): string {
  const rows = METRICS.flatMap(({ name, title, unit }) => {
    const value = result.metrics[name]
    if (value === undefined) return []
    const shown = Number.isInteger(value) ? count(value) : Number(value.toPrecision(4)).toLocaleString('en')
    return [[`<code>${name}</code>`, escapeXml(title), `${shown}${unit ? ` ${unit}` : ''}`]]
  })
  return `<section><h2>The run in numbers</h2>${table('Metrics of the whole run', ['Name', 'What it is', 'Value#'], rows)}</section>`
}
