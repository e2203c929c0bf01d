/** Lines: values over time, a line for each replica; of what hosts of several groups tell of themselves, a line for each of them. */
import { NODES_MAX } from '../../engine'
import type { RunFold } from '../../folds/run'
import { hostsOf, replicasOf } from '../../folds/cluster'
import type { ReplicaState } from '../../folds/cluster'
import type { ChartDefinition, ChartView } from '../definition'
import type { Axis } from '../frame'
import { chartOption, valueAxis } from '../frame'
import { lineSeries } from '../lines'
import type { Line } from '../lines'
import type { ChartTheme } from '../palette'
import { plotOf } from '../plot'
import type { Point } from '../points'
import { replicaLine, valueAt } from '../replica-lines'
import { displayStep } from '../time-scale'
import type { ChartHead } from './kind'

/** Of more replicas nobody could tell the lines apart, nor would they be drawn in time: the first ones stand for all. */
const LINES_MAX = NODES_MAX.processes

export interface LinesDeclaration extends ChartHead {
  /** A value on the axis and at a line's end. */
  text(value: number): string
  /** A value under the cursor; absent: as `text`. */
  readonly exact?: (value: number) => string
  /** What the cursor says where nothing is known. */
  readonly missing: string
  /** Hold each value until the next instead of sloping to it. */
  readonly holds?: true
  axis?(values: readonly number[]): Axis
  /** A value at which something happens, drawn across; null: there is none. */
  threshold?(run: RunFold): number | null
  /** A replica's points; `stepOf`: the step to draw at, of what is kept at such steps. Null: it has no line. */
  points(run: RunFold, replica: ReplicaState, view: ChartView, stepOf: (kept_us: number) => number): readonly Point[] | null
  /** Why there is nothing to see; null when there is. */
  empty(values: readonly number[]): string | null
}

/** Replicas of one group stand together, so that a chart without room for all groups has some of them whole. */
function groupByGroup(replicas: readonly ReplicaState[]): ReplicaState[] {
  const groups = [...new Set(replicas.map(({ group }) => group))]
  return groups.flatMap((group) => replicas.filter((replica) => replica.group === group))
}

export function linesChart(declaration: LinesDeclaration): ChartDefinition {
  const { text, exact = text, missing, holds, axis } = declaration
  return {
    ...declaration,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const stepOf = (kept_us: number): number => displayStep(view, plot.width / 2, kept_us)
      const linesOf = (replicas: readonly ReplicaState[]) =>
        groupByGroup(replicas)
          .slice(0, LINES_MAX)
          .flatMap((replica) => {
            const points = declaration.points(fold, replica, view, stepOf)
            if (points === null) return []
            const line = replicaLine(fold, replica, points, theme, text)
            return [holds ? { ...line, step: true } : line]
          })
      const hosts = hostsOf(fold.cluster)
      const of_hosts = linesOf(hosts).filter(({ points }) => points.length > 0)
      const replicas = of_hosts.length > 0 ? hosts : replicasOf(fold.cluster)
      const unshown = Math.max(0, replicas.length - LINES_MAX)
      const lines = of_hosts.length > 0 ? of_hosts : linesOf(replicas)
      const values = lines.flatMap(({ points }) => points.flatMap(([, value]) => value ?? []))
      const threshold = declaration.threshold?.(fold) ?? null
      const across = threshold === null || lines.length === 0 ? [] : [thresholdLine(threshold, text, view, theme)]
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: valueAxis(theme, plot, text, axis?.(values) ?? {}),
        series: lineSeries([...lines, ...across], theme, plot),
        empty: declaration.empty(values),
        tooltip: (t_us) => {
          const values = lines.map(({ id, points }) => {
            const value = valueAt(points, t_us)
            return `${id} ${value === null ? missing : exact(value)}`
          })
          return unshown > 0 ? [...values, `${unshown.toLocaleString('en')} more have no line`] : values
        }
      })
    }
  }
}

const THRESHOLD_DASH = [6, 3]

function thresholdLine(value: number, text: (value: number) => string, { from_us, to_us }: ChartView, theme: ChartTheme): Line {
  const points = [from_us, to_us].map((t_us): Point => [t_us / 1e6, value])
  return { id: 'threshold', points, colour: theme.ink, dash: THRESHOLD_DASH, name: 'threshold', value_text: text(value) }
}
