/** Numbers and names that a lesson takes from its run: in its texts, its right answers and its claims. */
import type { Metrics } from '../metrics/metric'
import { METRICS } from '../protocols/metrics'
import type { Verdict } from '../verdict'
import type { ReachedMark } from './marks'
import { valueAt } from './marks'

/**
 * `between a b`: ms from one mark to another. `time a`: ms since the run began. `value a path`: a field of the mark's event. `metric name`. `verdict check`: holds,
 * violated or undecided, once the run is over. */
export type Figure =
  | { readonly of: 'between'; readonly from: string; readonly to: string }
  | { readonly of: 'time'; readonly mark: string }
  | { readonly of: 'value'; readonly mark: string; readonly path: string }
  | { readonly of: 'metric'; readonly metric: string }
  | { readonly of: 'verdict'; readonly check: string }

/** What a run has shown so far. */
export interface Evidence {
  readonly marks: ReadonlyMap<string, ReachedMark>
  readonly metrics: Metrics
  /** By the check's name, once they have been held. */
  readonly verdicts: Readonly<Record<string, Verdict>>
}

/** What is expected where a figure is, for people who wrote something else. */
export const FIGURE_FORMS = 'between MARK MARK, time MARK, value MARK FIELD, metric NAME or verdict CHECK'

/** Null: the text is no figure. */
export function parseFigure(text: string): Figure | null {
  const [of, first, second, ...rest] = text.trim().split(/\s+/)
  if (first === undefined || rest.length > 0) return null
  if (of === 'between' && second !== undefined) return { of, from: first, to: second }
  if (of === 'value' && second !== undefined) return { of, mark: first, path: second }
  if (second !== undefined) return null
  if (of === 'time') return { of, mark: first }
  if (of === 'verdict') return { of, check: first }
  return of === 'metric' ? { of, metric: first } : null
}

/** Names of the marks that it needs. */
export function marksOf(figure: Figure): string[] {
  switch (figure.of) {
    case 'between':
      return [figure.from, figure.to]
    case 'time':
    case 'value':
      return [figure.mark]
    case 'metric':
    case 'verdict':
      return []
  }
}

/** ms, a metric in its own unit, or a name; undefined: the run has not shown it. */
export function figureOf(figure: Figure, { marks, metrics, verdicts }: Evidence): number | string | undefined {
  switch (figure.of) {
    case 'between': {
      const [from, to] = [marks.get(figure.from), marks.get(figure.to)]
      return from && to && (to.t_us - from.t_us) / 1000
    }
    case 'time': {
      const mark = marks.get(figure.mark)
      return mark && mark.t_us / 1000
    }
    case 'value': {
      const mark = marks.get(figure.mark)
      const value = mark && valueAt(mark.event, figure.path)
      return typeof value === 'number' ? value : value === undefined || value === null ? undefined : String(value)
    }
    case 'metric':
      return metrics[figure.metric]
    case 'verdict':
      return verdicts[figure.check]
  }
}

const metricUnits = new Map(METRICS.map(({ name, unit }) => [name, unit]))

/** Empty for names and counts. */
export function unitOf(figure: Figure): string {
  if (figure.of === 'between' || figure.of === 'time') return 'ms'
  return figure.of === 'metric' ? (metricUnits.get(figure.metric) ?? '') : ''
}

/** As it stands in a text: `138 ms`, `2.4 s`, `n2`. */
export function figureText(figure: Figure, evidence: Evidence): string | null {
  const value = figureOf(figure, evidence)
  if (value === undefined) return null
  if (typeof value === 'string') return value
  return isLength(figure) ? quantityText(value / 1000, 'ms') : quantityText(value, unitOf(figure))
}

/** Events tell lengths of time in µs, and people read ms; readings of a clock, in µs as well, stay as they are. */
function isLength(figure: Figure): boolean {
  return figure.of === 'value' && /(^|[._])(latency|silence|gap)_us$/.test(figure.path)
}

/** Three digits are enough for people; ms beyond a second are seconds. */
export function quantityText(value: number, unit: string): string {
  if (unit === 'ms' && Math.abs(value) >= 1000) return quantityText(value / 1000, 's')
  const digits = Number(value.toPrecision(3))
  const text = (Number.isInteger(value) ? value : digits).toLocaleString('en')
  return unit === '' ? text : `${text} ${unit}`
}
