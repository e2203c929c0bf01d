import { replicasOf } from '../folds/cluster'
import type { GaugeSample } from '../folds/gauges'
import type { TimeBuckets } from '../folds/time-buckets'
import type { SeriesDescription } from '../description/protocol-description'
import type { ChartDefinition, ChartView } from './definition'
import { chartOption, shortNumber, valueAxis } from './frame'
import { plotOf } from './plot'
import { lineSeries } from './lines'
import { replicaLine, valueAt } from './replica-lines'
import type { Point } from './points'
import { displayStep } from './time-scale'

/** A gauge that the protocol declares, a line for each replica. */
export function gaugeChart({ name, title, unit }: SeriesDescription): ChartDefinition {
  const text = (value: number): string => shortNumber(value)
  return {
    id: name.replaceAll('_', '-'),
    title,
    subtitle: unit ? `${unit}, of each node` : 'of each node',
    height_px: 130,
    least_px: 80,
    applies: () => true,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const lines = replicasOf(fold.cluster).flatMap((replica) => {
        const samples = fold.gauges.replicas.get(replica.key)
        if (samples === undefined) return []
        const points = gaugePoints(samples, name, view, displayStep(view, plot.width / 2, samples.width_us))
        return points.some(([, value]) => value !== null)
          ? [{ ...replicaLine(fold, replica, points, theme, text), step: true }]
          : []
      })
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: valueAxis(theme, text, { minInterval: 1 }),
        series: lineSeries(lines, theme, plot),
        empty: lines.length === 0 ? 'nothing measured yet' : isZero(lines) ? 'none so far' : null,
        tooltip: (t_us) =>
          lines.map(({ id, points }) => {
            const value = valueAt(points, t_us)
            return `${id} ${value === null ? 'down' : `${value.toLocaleString('en')} ${unit}`.trim()}`
          })
      })
    }
  }
}

function isZero(lines: readonly { readonly points: readonly Point[] }[]): boolean {
  return lines.every(({ points }) => points.every(([, value]) => value === null || value === 0))
}

/** One point per step is all that the screen can show; gaps always stay, and the value that held when the view began. */
function gaugePoints(samples: TimeBuckets<GaugeSample>, name: string, { from_us, to_us }: ChartView, step_us: number): Point[] {
  const points: Point[] = []
  for (const [, { t_us, values }] of samples.cellsIn({ from_us: 0, to_us: to_us + 1 })) {
    const value = values?.[name] ?? null
    const last = points.at(-1)
    const before = last !== undefined && t_us <= from_us
    const same =
      last && last[1] !== null && value !== null && Math.floor((last[0] * 1e6) / step_us) === Math.floor(t_us / step_us)
    if (before || same) points.pop()
    points.push([Math.max(t_us, from_us) / 1e6, value])
  }
  return points
}
