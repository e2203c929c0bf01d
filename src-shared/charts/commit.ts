import type { ChartDefinition } from './definition'
import { chartOption, plotOf, shortNumber, valueAxis } from './frame'
import { nodeLines, valueAt } from './node-lines'
import { heldPoints } from './points'
import { displayStep } from './time-scale'

/** Commit index of every node: a line that stays flat shows a node, or a side, that makes no progress. */
export const commitChart: ChartDefinition = {
  id: 'commit',
  title: 'Commit index',
  subtitle: 'log entries',
  height_px: 170,
  applies: (fold) => fold.commit.nodes.size > 0 || fold.terms.nodes.size > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const lines = [...fold.cluster.nodes.keys()].flatMap((node) => {
      const gauges = fold.commit.nodes.get(node)
      if (gauges === undefined) return []
      const step_us = displayStep(view, plot.width / 2, gauges.width_us)
      return [{ node, points: heldPoints(gauges, view, step_us, fold.cluster.now_us) }]
    })
    const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []))
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: valueAxis(theme, { min: values.length > 0 ? 'dataMin' : 0, scale: true }),
      series: nodeLines(fold, lines, theme, shortNumber, 'end'),
      empty: values.length > 0 ? null : 'nothing committed yet',
      tooltip: (t_us) =>
        lines.map(({ node, points }) => {
          const value = valueAt(points, t_us)
          return `${node} ${value === null ? 'down' : value.toLocaleString('en')}`
        })
    })
  }
}
