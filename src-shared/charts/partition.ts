import type { CustomSeriesOption } from 'echarts/charts'
import { NODES_MAX } from '../engine'
import type { NodeId } from '../ids'
import type { Reach } from '../folds/partition'
import type { ChartDefinition, ChartView } from './definition'
import type { Plot } from './plot'
import { chartOption, laneAxis } from './frame'
import { plotOf } from './plot'
import { bandShapes } from './bands'
import { matrixGraphics } from './matrix'
import type { ChartTheme } from './palette'
import type { ShownStep } from './partition-steps'
import { groupTextOf, stepsIn } from './partition-steps'

/** Of the view. */
const SHORT_SHARE = 0.01
const REACH_WORDS: Readonly<Record<Reach, string>> = {
  all: 'all',
  quorum: 'quorum',
  minority: 'no quorum',
  part: 'a part',
  alone: 'alone',
  down: 'down'
}

/**
 * Who reaches whom: above, what each node could reach over time; below, the links between all pairs when something was
 * wrong, and in the last step.
 */
export const partitionChart: ChartDefinition = {
  id: 'partition',
  title: 'Partition matrix',
  subtitle: 'reach of each node; links: × cut, ~ disturbed, ○ down',
  height_px: 380,
  least_px: 330,
  // Of more nodes no steps are kept, and nobody could read so many lanes and cells.
  applies: (fold) => fold.cluster.nodes.size > 1 && fold.cluster.nodes.size <= NODES_MAX.processes,
  build(fold, view, theme, size) {
    const nodes = [...fold.cluster.nodes.keys()]
    const matrix_px = Math.round((size.height_px - theme.font_px * 4) * 0.66)
    const plot = plotOf(view, theme, size, matrix_px)
    const steps = stepsIn(fold, view)
    const troubled = steps.slice(0, -1).filter((shown) => isLong(shown, view) && isTroubled(shown))
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(theme, nodes, plot.height),
      series: [reachSeries(steps, nodes, theme, plot)],
      empty: steps.length > 0 ? null : 'no node is up yet',
      tooltip: (t_us) => {
        const step = steps.find(({ from_us, to_us }) => t_us >= from_us && t_us < to_us)?.step
        return step ? step.groups.map(groupTextOf(step.nodes)) : []
      },
      graphic: matrixGraphics([...troubled, ...steps.slice(-1)], theme, plot, matrix_px)
    })
  }
}

/** What each node could reach over time, without the matrix: a strip for comparisons. */
export const reachChart: ChartDefinition = {
  id: 'reach',
  title: 'Reach',
  subtitle: 'of each node',
  height_px: 130,
  least_px: 100,
  applies: partitionChart.applies,
  build(fold, view, theme, size) {
    const nodes = [...fold.cluster.nodes.keys()]
    const plot = plotOf(view, theme, size)
    const steps = stepsIn(fold, view)
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(theme, nodes, plot.height),
      series: [reachSeries(steps, nodes, theme, plot)],
      empty: steps.length > 0 ? null : 'no node is up yet',
      tooltip: (t_us) => {
        const step = steps.find(({ from_us, to_us }) => t_us >= from_us && t_us < to_us)?.step
        return step ? step.groups.map(groupTextOf(step.nodes)) : []
      }
    })
  }
}

function isTroubled({ step }: ShownStep): boolean {
  return step.conditions.some((condition) => condition !== 'open')
}

/** Shorter steps (links change one after the other) would push out those that matter. */
function isLong({ from_us, to_us }: ShownStep, view: ChartView): boolean {
  return to_us - from_us >= (view.to_us - view.from_us) * SHORT_SHARE
}

/** What one node reaches, for as long as it stays the same. */
interface ReachBand {
  readonly lane: number
  readonly from_us: number
  readonly to_us: number
  readonly reach: Reach
  readonly nodes: number
  /** Of so many. */
  readonly of: number
}

function reachBands(steps: readonly ShownStep[], lanes: readonly NodeId[]): ReachBand[] {
  const bands: ReachBand[] = []
  for (const [lane, node] of lanes.entries()) {
    for (const { from_us, to_us, step } of steps) {
      const reached = step.reach[step.nodes.indexOf(node)]
      // It did not take part.
      if (!reached) continue
      const { reach, nodes } = reached
      const of = step.nodes.length
      const last = bands.at(-1)
      const same = last?.lane === lane && last.to_us === from_us && last.reach === reach && last.nodes === nodes && last.of === of
      if (same) bands.pop()
      bands.push({ lane, from_us: same ? last.from_us : from_us, to_us, reach, nodes, of })
    }
  }
  return bands
}

function reachSeries(steps: readonly ShownStep[], nodes: readonly string[], theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const bands = reachBands(steps, nodes)
  const height = (plot.height / nodes.length) * 0.8
  return {
    id: 'reach',
    name: 'reach',
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: bands.map(({ from_us, to_us, lane }) => [from_us / 1e6, to_us / 1e6, lane]),
    renderItem: ({ dataIndex }, api) => {
      const { lane, reach, nodes: reached, of } = bands[dataIndex]!
      const [left, middle] = api.coord([api.value(0), lane]) as [number, number]
      const width = Math.max(1, api.coord([api.value(1), lane])[0]! - left)
      const shape = { x: left, y: middle - height / 2, width, height }
      const mark = theme.reach[reach]
      const texts = textsOf(reach, reached, of)
      return { type: 'group', children: bandShapes(shape, mark, reach === 'down' ? 'dashed' : 'filled', texts, theme) as never[] }
    }
  }
}

/** Longest first. */
function textsOf(reach: Reach, reached: number, nodes: number): string[] {
  if (reach === 'down') return ['○ down', '○']
  const texts = [`${reached} of ${nodes}, ${REACH_WORDS[reach]}`, `${reached} of ${nodes}`]
  return reach === 'all' ? texts : [...texts, String(reached)]
}
