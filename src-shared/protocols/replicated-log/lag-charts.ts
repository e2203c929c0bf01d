import { rolesFold } from '../leadership/roles'
import { lagFold } from './lag'
import type { ChartDefinition } from '../../charts/definition'
import { shortNumber } from '../../charts/frame'
import { linesChart } from '../../charts/kinds/lines'
import { sampledPoints } from '../../charts/points'
import { durationText } from '../../charts/time-scale'

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
  return linesChart({
    id,
    title,
    subtitle,
    height_px: 150,
    least_px: 80,
    applies: (run) => (rolesFold.of(run)?.replicas.size ?? 0) > 0,
    text,
    missing: 'not known',
    axis: () => ({ minInterval: of === 'entries' ? 1 : 0 }),
    points(run, { key }, view, stepOf) {
      const gauges = lagFold.of(run)?.followers.get(key)?.[of]
      if (gauges === undefined) return null
      const points = sampledPoints(gauges, view, stepOf(gauges.width_us), GAP_US)
      return points.some(([, value]) => value !== null) ? points : null
    },
    empty: (values) => (values.length > 0 ? null : 'no leader has reported on its followers in this time')
  })
}
