import type { ChartDefinition } from '../../charts/definition'
import { chartOption, shortNumber, valueAxis } from '../../charts/frame'
import { lineSeries } from '../../charts/lines'
import type { Line } from '../../charts/lines'
import { plotOf } from '../../charts/plot'
import type { Point } from '../../charts/points'
import { valueAt } from '../../charts/replica-lines'
import { itemText } from './items'
import { newestSpread, spreadFold } from './spread'
import type { Spread } from './spread'

/** How many sites know the newest update, and how many of them tell it: the curve of an epidemic. */
export const curveChart: ChartDefinition = {
  id: 'spread',
  title: 'Who knows',
  subtitle: 'sites that know the newest update, and those of them that tell it no more (dashed)',
  height_px: 170,
  least_px: 100,
  strip: true,
  applies: (run) => spreadFold.of(run) !== null,
  has_data: (run) => (spreadFold.of(run)?.updates.length ?? 0) > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const end_us = Math.min(view.to_us, fold.cluster.now_us)
    const spread = newestSpread(spreadFold.of(fold)!, end_us)
    const lines = spread === null ? [] : linesOf(spread, end_us, theme)
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: { ...valueAxis(theme, plot, shortNumber), min: 0, max: Math.max(1, fold.cluster.nodes.size) },
      series: lineSeries(lines, theme, plot),
      empty: spread === null ? 'no site was given an update yet' : null,
      tooltip: (t_us) =>
        spread === null ? [] : [itemText(spread.item), ...lines.map(({ id, points }) => `${valueAt(points, t_us) ?? 0} ${id}`)]
    })
  }
}

function linesOf(spread: Spread, end_us: number, theme: Parameters<ChartDefinition['build']>[2]): Line[] {
  const known = countsOver(
    spread.knowers.map(({ at_us }) => at_us),
    end_us
  )
  const silent = countsOver(spread.silenced_us, end_us)
  const line = (id: string, points: readonly Point[], dash?: readonly number[]): Line => {
    const value_text = shortNumber(points.at(-1)?.[1] ?? 0)
    return { id, points, colour: theme.ink, dash, step: true, name: id, value_text }
  }
  return [line('know', known), ...(silent.length > 0 ? [line('silent', silent, [3, 2])] : [])]
}

/** How many of these moments are past, at each of them. */
function countsOver(times_us: readonly number[], end_us: number): Point[] {
  const counts = new Map<number, number>()
  times_us.filter((t_us) => t_us <= end_us).forEach((t_us, at) => counts.set(t_us, at + 1))
  const points = [...counts].map(([t_us, count]): Point => [t_us / 1e6, count])
  return points.length === 0 ? [] : [...points, [end_us / 1e6, points.at(-1)![1]]]
}
