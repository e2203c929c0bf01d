import { rolesFold } from '../leadership/roles'
import { commitFold } from './commit'
import { shortNumber } from '../../charts/frame'
import { linesChart } from '../../charts/kinds/lines'
import { heldPoints } from '../../charts/points'

/** Commit index of every replica: a line that stays flat shows a replica, or a side, that makes no progress. */
export const commitChart = linesChart({
  id: 'commit',
  title: 'Commit index',
  subtitle: 'log entries',
  height_px: 170,
  least_px: 88,
  applies: (run) => (commitFold.of(run)?.replicas.size ?? 0) > 0 || (rolesFold.of(run)?.terms_max ?? 0) > 0,
  text: shortNumber,
  exact: (value) => value.toLocaleString('en'),
  missing: 'down',
  holds: true,
  axis: (values) => (isFarFromZero(values) ? { min: undefined, scale: true } : {}),
  points(run, { key }, view, stepOf) {
    const gauges = commitFold.of(run)?.replicas.get(key)
    return gauges === undefined ? null : heldPoints(gauges, view, stepOf(gauges.width_us), run.cluster.now_us)
  },
  empty: (values) => (values.length > 0 ? null : 'nothing committed yet')
})

/** Late in a long run the axis need not begin at zero. */
function isFarFromZero(values: readonly number[]): boolean {
  return values.length > 0 && Math.min(...values) > Math.max(...values) / 2
}
