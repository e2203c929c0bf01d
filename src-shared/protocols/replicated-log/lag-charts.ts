import { rolesFold } from '../leadership/roles'
import { replicasOf } from '../../folds/cluster'
import { lagFold } from './lag'
import type { ChartDefinition } from '../../charts/definition'
import { chartOption, shortNumber, valueAxis } from '../../charts/frame'
import { plotOf } from '../../charts/plot'
import { lineSeries } from '../../charts/lines'
import { replicaLine, valueAt } from '../../charts/replica-lines'
import { sampledPoints } from '../../charts/points'
import { displayStep, durationText } from '../../charts/time-scale'

/** Samples further apart than this leave a gap, µs. */
const GAP_US = 1_500_000

/** How many entries each follower is behind the leader; where several lead, behind the one that it lacks most of. */
export const lagEntriesChart = lagChart('lag-entries', 'Replication lag', 'entries behind its leader', 'entries', (value) =>
  shortNumber(value)
)

/** How old the newest entry is that each follower has of its leader. */
export const lagMsChart = lagChart('lag-ms', 'Replication lag in time', 'time behind its leader', 'ms', durationText)

function lagChart(
  id: string,
  title: string,
  subtitle: string,
  of: 'entries' | 'ms',
  text: (value: number) => string
): ChartDefinition {
  return {
    id,
    title,
    subtitle,
    height_px: 150,
    least_px: 80,
    applies: (run) => (rolesFold.of(run)?.replicas.size ?? 0) > 0,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const lines = replicasOf(fold.cluster).flatMap((replica) => {
        const gauges = lagFold.of(fold)?.followers.get(replica.key)?.[of]
        if (gauges === undefined) return []
        const step_us = displayStep(view, plot.width / 2, gauges.width_us)
        const points = sampledPoints(gauges, view, step_us, GAP_US)
        return points.some(([, value]) => value !== null) ? [replicaLine(fold, replica, points, theme, text)] : []
      })
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: valueAxis(theme, text, { minInterval: of === 'entries' ? 1 : 0 }),
        series: lineSeries(lines, theme, plot),
        empty: lines.length > 0 ? null : 'no leader has reported on its followers in this time',
        tooltip: (t_us) =>
          lines.map(({ id, points }) => {
            const value = valueAt(points, t_us)
            return `${id} ${value === null ? 'not known' : text(value)}`
          })
      })
    }
  }
}
