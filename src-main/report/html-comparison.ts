/** The sections of a report that lay runs side by side. */
import type { EChartsCoreOption } from 'echarts/core'
import { comparedCharts } from '../../src-shared/charts/comparison'
import type { ChartDefinition, ChartSize, ChartView } from '../../src-shared/charts/definition'
import { wholeView } from '../../src-shared/charts/definition'
import { figureCurve, referenceText, withUnit } from '../../src-shared/charts/figure-curve'
import type { ChartTheme } from '../../src-shared/charts/palette'
import { THEMES } from '../../src-shared/charts/palette'
import type { ComparedRun } from '../../src-shared/folds/comparison'
import { RUN_LETTERS, comparedFigures } from '../../src-shared/folds/comparison'
import { describeSplit, faultsNote, figureTexts, splitTitles } from '../../src-shared/folds/comparison-text'
import { partRows } from '../../src-shared/folds/message-parts'
import { answerRows } from '../../src-shared/folds/side-answers'
import { claimedCurves, variedParameter } from '../../src-shared/folds/varied-parameter'
import { longestSplits } from '../../src-shared/folds/splits'
import { escapeXml, standaloneSvg } from './draw'
import { definitions, mark, table } from './html-parts'
import type { Section } from './html-parts'

const WIDTH_PX = 960
const HEIGHT_FACTOR = 1.6
const CURVE_HEIGHT_PX = 140
/** Of each run; a script of random faults has dozens. */
const SPLITS_MAX = 3
const LOOKS = { '✓': 'good', '✗': 'bad', '~': 'open', '–': 'open' } as const

/** Runs side by side. */
export function comparisonSections(runs: readonly ComparedRun[]): (Section | null)[] {
  return [answers(runs), curves(runs), figures(runs), parts(runs), partitions(runs), charts(runs)]
}

function nameOf({ title, protocol, engine, seed }: ComparedRun): string {
  return `${title} · ${protocol} · ${engine} · seed ${seed}`
}

function answers(runs: readonly ComparedRun[]): Section | null {
  const rows = answerRows(runs)
  if (rows.length === 0) return null
  const { own } = splitTitles(runs.map(({ title }) => title))
  const headings = ['During the longest partition*', ...own.map((title, i) => `${RUN_LETTERS[i]} · ${escapeXml(title)}`)]
  const cells = rows.map(({ group, title, cells }) => [
    escapeXml(group === null ? title : `${group}: ${title.toLowerCase()}`),
    ...cells.map(({ mark: sign, text }) => mark(`${sign} ${escapeXml(text)}`, LOOKS[sign]))
  ])
  return { title: 'Who answers while the cluster is cut', body: table('', headings, cells) }
}

function figures(runs: readonly ComparedRun[]): Section {
  const facts = runs.map((run, i): [string, string] => [RUN_LETTERS[i]!, nameOf(run)])
  const rows = comparedFigures(runs).map(({ figure, values, best }) => {
    const cells = figureTexts(figure, values).map((text, i) => (best.includes(i) ? '<b class="good">★ best</b> ' : '') + text)
    const note = figure.note ? ` <span class="muted">${escapeXml(figure.note)}</span>` : ''
    return [escapeXml(figure.title) + note, ...cells]
  })
  const headings = ['Figure*', ...RUN_LETTERS.slice(0, runs.length).map((letter) => `${letter}#`)]
  const note = faultsNote(runs)
  const body = `${definitions(facts)}
${note ? `<p>${mark('! different faults', 'open')} ${note}</p>` : ''}
${table('Of the whole run; ★ marks the best where they differ', headings, rows)}`
  return { title: 'Figures side by side', body }
}

function parts(runs: readonly ComparedRun[]): Section | null {
  const rows = partRows(runs)
  if (rows.length === 0) return null
  const { own } = splitTitles(runs.map(({ title }) => title))
  const headings = ['Part*', ...own.map((title, i) => `${RUN_LETTERS[i]} · ${escapeXml(title)}`)]
  const cells = rows.map(({ title, cells }) => [
    escapeXml(title),
    ...cells.map(({ names, sent }) => `${escapeXml(names ?? 'none')}${sent === null ? '' : ` · ${sent.toLocaleString('en')}`}`)
  ])
  const caption = 'Messages that play the same part, and how many of them nodes sent, as far as the recordings hold them'
  return { title: 'The same shape under other names', body: table(caption, headings, cells) }
}

function curves(runs: readonly ComparedRun[]): Section | null {
  const varied = variedParameter(runs)
  const claimed = varied === null ? [] : claimedCurves(runs)
  if (varied === null || claimed.length === 0) return null
  const pictures = claimed.map((curve) => {
    const { metric } = curve
    const subtitle = `over: ${varied.title}${referenceText(curve)}`
    return figure({ id: `curve-${metric.name}`, title: metric.title, subtitle, height_px: CURVE_HEIGHT_PX }, (theme, size) =>
      figureCurve(varied, curve, theme, size)
    )
  })
  const rows = runs.map(({ title }, i) => [
    `${RUN_LETTERS[i]!} · ${escapeXml(title)}`,
    withUnit(varied.values[i]!, varied.unit),
    ...claimed.flatMap(({ metric, values, reference }) => [
      withUnit(values[i]!, metric.unit),
      ...(reference ? [withUnit(reference.values[i]!, metric.unit)] : [])
    ])
  ])
  const headings = [
    'Run*',
    `${escapeXml(varied.title)}#`,
    ...claimed.flatMap(({ metric, reference }) =>
      [metric.title, ...(reference ? [reference.of] : [])].map((title) => `${escapeXml(title)}#`)
    )
  ]
  return {
    title: `Figures over one parameter: ${varied.title.toLowerCase()}`,
    body: [...pictures, table('', headings, rows)].join('\n')
  }
}

function partitions(runs: readonly ComparedRun[]): Section | null {
  const articles = runs.flatMap((run, i) =>
    longestSplits(run.comparison.splits, run.fold, SPLITS_MAX).map((split) => {
      const words = describeSplit(split, run.fold)
      const sides = words.sides.map(
        (side) =>
          `<li>${mark(`${side.mark} ${side.word}`, LOOKS[side.mark])} <b>${escapeXml(side.name)}</b>: ${escapeXml(side.text)}</li>`
      )
      return `<article class="card"><h3>${RUN_LETTERS[i]} · ${escapeXml(words.title)}</h3><ul>${sides.join('')}</ul>
<p>${escapeXml(words.divergence)} ${escapeXml(words.healing)}</p></article>`
    })
  )
  if (articles.length === 0) return null
  return { title: 'What partitions did', body: `<div class="cards">${articles.join('\n')}</div>` }
}

function charts(runs: readonly ComparedRun[]): Section {
  const named = runs.map(({ fold, protocol }, i) => ({ letter: RUN_LETTERS[i]!, fold, protocol }))
  const faults = faultsNote(runs) === null ? (runs[0]?.fold ?? null) : null
  const view: ChartView = { from_us: 0, to_us: Math.max(...runs.map(({ fold }) => wholeView(fold).to_us)) }
  const shown = comparedCharts(named)
  const overlaid = shown.overlaid.map((chart) => figure(chart, (theme, size) => chart.build(named, faults, view, theme, size)))
  const strips = shown.strips.map(({ letter, fold, chart }) =>
    figure({ ...chart, id: `${chart.id}-${letter}`, title: `${letter}: ${chart.title}` }, (theme, size) =>
      chart.build(fold, view, theme, size)
    )
  )
  const words = `<p class="muted">All over the same run time, each run counted from its own start. ${escapeXml(shown.left_out ?? '')}</p>`
  return { title: 'Charts side by side', body: [words, ...overlaid, ...strips].join('\n') }
}

type Captioned = Pick<ChartDefinition, 'id' | 'title' | 'subtitle' | 'height_px'>

function figure(
  { id, title, subtitle, height_px }: Captioned,
  build: (theme: ChartTheme, size: ChartSize) => EChartsCoreOption
): string {
  const size = { width_px: WIDTH_PX, height_px: Math.round(height_px * HEIGHT_FACTOR) }
  const draw = (theme: ChartTheme): string =>
    standaloneSvg(build(theme, size), size, { id: `${id}-${theme.name}`, title, description: `${title}, over the whole run.` })
  return `<figure><figcaption><b>${escapeXml(title)}</b> <span class="muted">${escapeXml(subtitle)}</span></figcaption>
<div class="in-light">${draw(THEMES.light)}</div>
<div class="in-dark">${draw(THEMES.dark)}</div>
</figure>`
}
