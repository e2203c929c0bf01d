/** The history as lanes: one for each client, a bar for each operation from when it was asked until it was answered. */
import { THEMES } from '../../src-shared/charts/palette'
import type { ChartTheme } from '../../src-shared/charts/palette'
import { rowsOf } from '../../src-shared/charts/span-rows'
import { timeText, timeTicks } from '../../src-shared/charts/time-scale'
import { faultKind } from '../../src-shared/faults/kind'
import type { RunFold } from '../../src-shared/folds/run'
import type { Span } from '../../src-shared/folds/time-buckets'
import { operationText } from '../../src-shared/operations'
import { descriptionNamed } from '../../src-shared/protocols/registry'
import type { RunReport } from '../lab/run/session'
import type { RecordedOperation } from '../workload/history'
import { escapeXml } from './draw'
import { count } from './html-parts'
import type { Section } from './html-parts'
import { worstMoment } from './worst-moment'

/** More bars cannot be told apart, and make the page heavy. */
const BARS_MAX = 400
const WIDTH = 960
const LEFT = 56
const ROW = { height: 9, apart: 3 }
const LANE_APART = 9
const AXIS = 22
const TICKS_APART = 90

/** Of a long history the operations around the run's worst moment. */
export function historySection({ history, events, result }: RunReport, fold: RunFold): Section | null {
  if (history.length === 0) return null
  const around_us = worstMoment(fold, events, descriptionNamed(result.protocol))?.t_us ?? 0
  const shown = around(history, around_us)
  const span = spanOf(shown, fold.cluster.now_us)
  const all = shown.length === history.length
  const which = all
    ? ''
    : ` Shown are ${count(shown.length)} of ${count(history.length)} operations, those around ${timeText(Math.round(around_us / 1e4) / 100)}.`
  const words = `A lane for each client, a bar for each operation: filled when it succeeded, hollow with a cross when it failed, dashed and open to the right when the client never heard. Bands are faults.${which}`
  const draw = (theme: 'light' | 'dark'): string =>
    `<div class="in-${theme}">${lanesPicture(shown, span, fold, THEMES[theme], 'Operations of each client over time')}</div>`
  return { title: 'History', body: `<p class="muted">${words}</p>\n<figure>${draw('light')}${draw('dark')}</figure>` }
}

function around(history: readonly RecordedOperation[], t_us: number): readonly RecordedOperation[] {
  const sorted = [...history].sort((a, b) => a.invoked_us - b.invoked_us)
  const later = sorted.findIndex(({ invoked_us }) => invoked_us >= t_us)
  const middle = later === -1 ? sorted.length : later
  const from = Math.max(0, Math.min(middle - BARS_MAX / 2, sorted.length - BARS_MAX))
  return sorted.slice(from, from + BARS_MAX)
}

/** An operation whose end nobody knows makes the stretch no longer. */
function spanOf(operations: readonly RecordedOperation[], now_us: number): Span {
  const from_us = operations[0]!.invoked_us
  const to_us = Math.max(...operations.map(({ invoked_us, completed_us }) => completed_us ?? invoked_us))
  return { from_us, to_us: Math.max(from_us + 1000, Math.min(to_us, now_us)) }
}

function lanesPicture(
  operations: readonly RecordedOperation[],
  span: Span,
  fold: RunFold,
  theme: ChartTheme,
  title: string
): string {
  const scale = (WIDTH - LEFT) / (span.to_us - span.from_us)
  const x = (t_us: number): number => LEFT + (Math.max(span.from_us, Math.min(t_us, span.to_us)) - span.from_us) * scale
  const clients = [...new Set(operations.map(({ client }) => client))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const lanes: string[] = []
  let y = LANE_APART
  for (const client of clients) {
    const own = operations.filter((operation) => operation.client === client)
    const spans = own.map(({ invoked_us, completed_us }) => ({ from_us: invoked_us, to_us: completed_us ?? span.to_us }))
    const { rows, places } = rowsOf(spans)
    const height = rows * (ROW.height + ROW.apart)
    lanes.push(text(LEFT - 8, y + height / 2, client, theme.text, 'end'))
    own.forEach((operation, i) => {
      const { from_us, to_us } = spans[i]!
      lanes.push(bar(operation, x(from_us), x(to_us), y + places[i]! * (ROW.height + ROW.apart), theme))
    })
    y += height + LANE_APART
  }
  const bands = fold.faults.intervals.toArray().flatMap(({ action, start_us, end_us, label }) => {
    const [from, to] = [x(start_us), x(end_us ?? span.to_us)]
    const band = `fill="${theme.faults[faultKind(action)].band}"`
    return to > from
      ? `<rect x="${from.toFixed(1)}" y="0" width="${(to - from).toFixed(1)}" height="${y}" ${band}><title>${escapeXml(label)}</title></rect>`
      : []
  })
  const ticks = timeTicks(span, WIDTH - LEFT, TICKS_APART).map(
    (t_s) =>
      `<path d="M${x(t_s * 1e6).toFixed(1)},0 V${y}" stroke="${theme.rule}"/>${text(x(t_s * 1e6), y + AXIS / 2, timeText(t_s), theme.muted, 'middle')}`
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${y + AXIS}" font-family="${escapeXml(theme.font)}" font-size="12">
<title>${escapeXml(title)}</title><rect width="${WIDTH}" height="${y + AXIS}" fill="${theme.ground}"/>
${[...bands, ...ticks, ...lanes].join('\n')}</svg>`
}

function bar(
  { client, op, operation, outcome }: RecordedOperation,
  from: number,
  to: number,
  y: number,
  theme: ChartTheme
): string {
  const colour = theme.outcomes[outcome]
  const box = `x="${from.toFixed(1)}" y="${y}" width="${Math.max(1.5, to - from).toFixed(1)}" height="${ROW.height}"`
  const words = `<title>${escapeXml(`${client}:${op} ${operationText(operation)}, ${outcome}`)}</title>`
  if (outcome === 'ok') return `<rect ${box} fill="${colour}">${words}</rect>`
  const rect = `<rect ${box} fill="none" stroke="${colour}" stroke-width="1.5"${outcome === 'unknown' ? ' stroke-dasharray="4 3"' : ''}>${words}</rect>`
  return outcome === 'fail' ? rect + text(to + 4, y + ROW.height / 2, '✕', colour, 'start') : rect
}

function text(x: number, y: number, words: string, fill: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${fill}" text-anchor="${anchor}" dominant-baseline="central">${escapeXml(words)}</text>`
}
