import { rolesFold } from '../leadership/roles'
import { commitFold } from './commit'
import { replicasOf } from '../../folds/cluster'
import type { ChartDefinition } from '../../charts/definition'
import { chartOption, shortNumber, valueAxis } from '../../charts/frame'
import { plotOf } from '../../charts/plot'
import { lineSeries } from '../../charts/lines'
import { replicaLine, valueAt } from '../../charts/replica-lines'
import { heldPoints } from '../../charts/points'
import { displayStep } from '../../charts/time-scale'

/** Commit index of every replica: a line that stays flat shows a replica, or a side, that makes no progress. */
export const commitChart: ChartDefinition = {
  id: 'commit',
  title: 'Commit index',
  subtitle: 'log entries',
  height_px: 170,
  least_px: 88,
  applies: (run) => (commitFold.of(run)?.replicas.size ?? 0) > 0 || (rolesFold.of(run)?.terms_max ?? 0) > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const lines = replicasOf(fold.cluster).flatMap((replica) => {
      const gauges = commitFold.of(fold)?.replicas.get(replica.key)
      if (gauges === undefined) return []
      const step_us = displayStep(view, plot.width / 2, gauges.width_us)
      const points = heldPoints(gauges, view, step_us, fold.cluster.now_us)
      return [{ ...replicaLine(fold, replica, points, theme, shortNumber), step: true }]
    })
    const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []))
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: valueAxis(theme, shortNumber, isFarFromZero(values) ? { min: undefined, scale: true } : {}),
      series: lineSeries(lines, theme, plot),
      empty: values.length > 0 ? null : 'nothing committed yet',
      tooltip: (t_us) =>
        lines.map(({ id, points }) => {
          const value = valueAt(points, t_us)
          return `${id} ${value === null ? 'down' : value.toLocaleString('en')}`
        })
    })
  }
}

/** Late in a long run the axis need not begin at zero. */
function isFarFromZero(values: readonly number[]): boolean {
  return values.length > 0 && Math.min(...values) > Math.max(...values) / 2
}
