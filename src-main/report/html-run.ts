/** The sections of a report that tell of a run. */
import { durationText } from '../../src-shared/charts/time-scale'
import { THEMES } from '../../src-shared/charts/palette'
import { METRICS } from '../../src-shared/protocols/metrics'
import type { RunFold } from '../../src-shared/folds/run'
import { endedEarly, expectationVerdict } from '../../src-shared/result'
import type { CheckResult, FaultCard, RunResult } from '../../src-shared/result'
import { nodeNames } from '../../src-shared/scenario/schema'
import { capitalised } from '../../src-shared/text/capitalised'
import { listOf } from '../../src-shared/text/list-text'
import { descriptionNamed } from '../../src-shared/protocols/registry'
import type { RunReport } from '../lab/run/session'
import { drawSvg, escapeXml } from './draw'
import { switchesSection, violationsSection } from './html-findings'
import { historySection } from './html-history'
import { detectorsSection } from './html-detectors'
import { orderSection } from './html-order'
import { isolationSection } from './html-isolation'
import { overlapSection } from './html-overlap'
import { stuckSagasSection } from './html-sagas'
import { shardsSection } from './html-shards'
import { waitsSection } from './html-waits'
import { clocksSection } from './html-clocks'
import { traceSection } from './html-trace'
import { outagesSection } from './html-worst-moment'
import { count, definitions, mark, seconds, table } from './html-parts'
import type { Section } from './html-parts'
import { chartPictures } from './pictures'

/** Faults beyond these are in the tables alone. */
const CARDS_MAX = 60

/** What stands above everything: what ran, and whether it passed. */
export function runLead({ result, scenario }: RunReport): string {
  const facts: [string, string][] = [
    ['Scenario', result.scenario],
    ['Protocol', `${descriptionNamed(result.protocol).title} on ${nodeNames(scenario).join(' ')}`],
    ['Engine', engineWords(result)],
    ['Started', startText(result.started_at)],
    ['Length', `${(result.duration_ms / 1000).toFixed(1)} s`],
    ['Netsplit', result.version]
  ]
  return `<p>${overallVerdict(result)}</p>
${scenario.summary ? `<p>${escapeXml(scenario.summary)}</p>` : ''}
${definitions(facts)}`
}

function overallVerdict(result: RunResult): string {
  if (result.passed) return mark('✓ passed', 'good')
  return endedEarly(result) ? mark('? ended before its time', 'open') : mark('✗ did not pass', 'bad')
}

/** `fold`: of all events of the report. */
export function runSections(report: RunReport, fold: RunFold): (Section | null)[] {
  const { result } = report
  return [
    notices(result.notices),
    switchesSection(report),
    expectations(report),
    checks(result.checks),
    violationsSection(report),
    detectorsSection(fold),
    shardsSection(fold),
    orderSection(fold),
    traceSection(fold),
    clocksSection(fold),
    outagesSection(fold),
    charts(report, fold),
    waitsSection(fold),
    stuckSagasSection(fold),
    faults(result.faults),
    operations(report),
    historySection(report, fold),
    isolationSection(report),
    overlapSection(report),
    metrics(report)
  ]
}

/** To the second: `2026-01-01 12:00:00 UTC`. */
function startText(iso: string): string {
  return iso.replace(/^(.*)T(.*?)(\.\d+)?Z$/, '$1 $2 UTC')
}

/** What the seed promises differs by engine, and a reader must know. */
function engineWords({ engine, seed }: RunReport['result']): string {
  return engine === 'simulation'
    ? `Simulated from seed ${seed}: timing and order repeat exactly`
    : `Processes: fault decisions repeat from seed ${seed}, timing does not`
}

function notices(texts: readonly string[]): Section | null {
  if (texts.length === 0) return null
  return { title: 'Read this first', body: `<ul>${texts.map((text) => `<li>${escapeXml(text)}</li>`).join('')}</ul>` }
}

function expectations({ result }: RunReport): Section | null {
  if (result.expectations.length === 0) return null
  const rows = result.expectations.map((expectation) => [
    EXPECTATION_VERDICTS[expectationVerdict(expectation)],
    escapeXml(expectation.text),
    escapeXml(expectation.observed)
  ])
  const body = table('What the scenario expects, and what was seen', ['Verdict', 'Expected', 'Observed'], rows)
  return { title: 'Expectations', body }
}

const EXPECTATION_VERDICTS = {
  holds: mark('✓ met', 'good'),
  violated: mark('✗ not met', 'bad'),
  undecided: mark('? undecided', 'open')
} as const

const VERDICTS = {
  holds: mark('✓ holds', 'good'),
  violated: mark('✗ violated', 'bad'),
  undecided: mark('? undecided', 'open')
} as const

function checks(results: readonly CheckResult[]): Section | null {
  if (results.length === 0) return null
  const rows = results.map(({ title, verdict, text, evidence }) => {
    const lines = evidence.length > 0 ? `<pre>${escapeXml(evidence.join('\n'))}</pre>` : ''
    return [VERDICTS[verdict], escapeXml(title), escapeXml(text) + lines]
  })
  const caption = 'Consistency of the history, and invariants watched live'
  return { title: 'Checks', body: table(caption, ['Verdict', 'Check', 'Finding'], rows) }
}

/** Each chart twice: the page shows the one that suits the reader's screen. */
function charts(report: RunReport, fold: RunFold): Section {
  const dark = chartPictures(report, fold, THEMES.dark)
  const figures = chartPictures(report, fold, THEMES.light).map(
    (picture, i) => `<figure>
<div class="in-light">${drawSvg(picture)}</div>
<div class="in-dark">${drawSvg(dark[i]!)}</div>
</figure>`
  )
  const ticked = fold.declared.flatMap(({ fold: { ticks }, state }) => (ticks?.times_us(state).length ? [ticks.titles] : []))
  const triangles = ticked.length > 0 ? ` Small triangles are ${listOf(ticked)}.` : ''
  const works = fold.declared.flatMap(({ fold: { work }, state }) => (work?.spans(state).length ? [work.title] : []))
  const shaded = works.length > 0 ? ` While ${listOf(works)}, charts are shaded in violet.` : ''
  const words = `All over the same run time. Bands are faults, each kind in its colour, their names stand above; a red bar is an outage, with its length.${triangles}${shaded}`
  return { title: 'Charts', body: `<p class="muted">${words}</p>\n${figures.join('\n')}` }
}

function faults(cards: readonly FaultCard[]): Section | null {
  if (cards.length === 0) return null
  const more = cards.length - CARDS_MAX
  const note = more > 0 ? `<p class="muted">${more} more are in the exported tables.</p>` : ''
  const body = `<div class="cards">${cards.slice(0, CARDS_MAX).map(faultCard).join('\n')}</div>${note}`
  return { title: 'What each fault did', body }
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
  for (const { title, unit, value } of card.effects)
    facts.push([capitalised(title), unit === 'ms' ? durationText(value) : `${count(value)} ${unit}`.trim()])
  facts.push(['Recovery', recoveryWords(card)])
  return `<article class="card"><h3>${escapeXml(card.label)}</h3><p>${escapeXml(card.verdict)}</p>${definitions(facts)}</article>`
}

function recoveryWords({ recovery_ms }: FaultCard): string {
  if (recovery_ms === null) return 'none needed, or none seen'
  return recovery_ms === 0 ? 'throughput was back before it ended' : `${durationText(recovery_ms)} after it ended`
}

function operations({ result }: RunReport): Section {
  const { invoked, ok, fail, unknown, not_started } = result.operations
  const rows = [
    ['invoked', count(invoked), ''],
    ['ok', count(ok), 'the client heard that it was done'],
    ['fail', count(fail), 'certainly not applied'],
    ['unknown', count(unknown), 'the client never heard: it may have been applied'],
    ...(not_started > 0 ? [['not started', count(not_started), 'due, but too many were open']] : [])
  ]
  return { title: 'Operations', body: table('By outcome', ['Outcome*', 'Operations#', 'Meaning'], rows) }
}

function metrics({ result }: RunReport): Section {
  const rows = METRICS.flatMap(({ name, title, unit }) => {
    const value = result.metrics[name]
    if (value === undefined) return []
    const shown = Number.isInteger(value) ? count(value) : Number(value.toPrecision(4)).toLocaleString('en')
    return [[`<code>${name}</code>`, escapeXml(title), `${shown}${unit ? ` ${unit}` : ''}`]]
  })
  const body = table('Metrics of the whole run', ['Name*', 'What it is', 'Value#'], rows)
  return { title: 'The run in numbers', body }
}
