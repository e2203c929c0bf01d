import type { CustomSeriesOption } from 'echarts/charts'
import type { LinkCondition, PartitionStep, Reach } from '../folds/partition'
import type { RunFold } from '../folds/run'
import type { ChartDefinition, ChartView } from './definition'
import type { Plot } from './frame'
import { chartOption, laneAxis, plotOf } from './frame'
import { bandShapes } from './bands'
import type { ChartTheme } from './palette'

const CONDITION_GLYPHS: Readonly<Record<LinkCondition, string>> = { open: '', disturbed: '~', cut: '×', down: '○' }
const REACH_WORDS: Readonly<Record<Reach, string>> = { all: 'all', quorum: 'quorum', minority: 'no quorum', down: 'down' }

/** Who reaches whom: above, what each node could reach over time; below, the links between all pairs at the end of the view. */
export const partitionChart: ChartDefinition = {
  id: 'partition',
  title: 'Partition matrix',
  subtitle: 'nodes within reach, both ways; below: links from row to column',
  height_px: 340,
  applies: (fold) => fold.cluster.nodes.size > 1,
  build(fold, view, theme, size) {
    const nodes = [...fold.cluster.nodes.keys()]
    const matrix_px = Math.round((size.height_px - theme.font_px * 4) * 0.52)
    const plot = plotOf(view, theme, size, matrix_px)
    const steps = stepsIn(fold, view)
    const now = steps.at(-1)?.step
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(theme, nodes),
      series: [reachSeries(steps, nodes, theme, plot)],
      empty: steps.length > 0 ? null : 'no node is up yet',
      tooltip: (t_us) => {
        const step = steps.find(({ from_us, to_us }) => t_us >= from_us && t_us < to_us)?.step
        return step ? step.groups.map(groupText) : []
      },
      graphic: now ? matrixGraphic(now, nodes, theme, plot, matrix_px) : []
    })
  }
}

interface ShownStep {
  readonly from_us: number
  readonly to_us: number
  readonly step: PartitionStep
}

function stepsIn(fold: RunFold, view: ChartView): ShownStep[] {
  const steps = fold.partition.steps.toArray()
  const until_us = Math.min(view.to_us, fold.cluster.now_us)
  return steps.flatMap((step, i) => {
    const from_us = Math.max(step.t_us, view.from_us)
    const to_us = Math.min(steps[i + 1]?.t_us ?? until_us, until_us)
    return to_us > from_us ? [{ from_us, to_us, step }] : []
  })
}

function groupText({ nodes, quorum }: PartitionStep['groups'][number]): string {
  return `${nodes.join(' ')}: ${quorum ? 'quorum' : 'no quorum'}`
}

/** What one node reaches, for as long as it stays the same. */
interface ReachBand {
  readonly lane: number
  readonly from_us: number
  readonly to_us: number
  readonly reach: Reach
  readonly nodes: number
}

function reachBands(steps: readonly ShownStep[], lanes: number): ReachBand[] {
  const bands: ReachBand[] = []
  for (let lane = 0; lane < lanes; lane += 1) {
    for (const { from_us, to_us, step } of steps) {
      const { reach, nodes } = step.reach[lane]!
      const last = bands.at(-1)
      const same = last?.lane === lane && last.reach === reach && last.nodes === nodes
      if (same) bands.pop()
      bands.push({ lane, from_us: same ? last.from_us : from_us, to_us, reach, nodes })
    }
  }
  return bands
}

function reachSeries(steps: readonly ShownStep[], nodes: readonly string[], theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const bands = reachBands(steps, nodes.length)
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
      const { lane, reach, nodes: reached } = bands[dataIndex]!
      const [left, middle] = api.coord([api.value(0), lane]) as [number, number]
      const width = Math.max(1, api.coord([api.value(1), lane])[0]! - left)
      const shape = { x: left, y: middle - height / 2, width, height }
      const mark = theme.reach[reach]
      const texts =
        reach === 'down'
          ? ['○ down', '○']
          : [`${reached} of ${nodes.length}, ${REACH_WORDS[reach]}`, `${reached} of ${nodes.length}`, String(reached)]
      return { type: 'group', children: bandShapes(shape, mark, reach === 'down' ? 'dashed' : 'filled', texts, theme) as never[] }
    }
  }
}

/** The n×n grid at the end of the view, and in words beside it who makes a quorum. */
function matrixGraphic(step: PartitionStep, nodes: readonly string[], theme: ChartTheme, plot: Plot, room_px: number): object[] {
  const top = plot.top + plot.height + theme.font_px * 2.2
  const cell = Math.min(theme.font_px * 2, (room_px - theme.font_px * 1.6) / (nodes.length + 1))
  const left = plot.left
  const font = `${theme.small_px}px ${theme.font}`
  const text = (id: string, words: string, x: number, y: number, more: object): object => ({
    id,
    type: 'text',
    silent: true,
    style: { text: words, x, y, fill: theme.text, font, ...more }
  })
  const cells = nodes.flatMap((from, row) => [
    text(`row ${from}`, from, left - theme.font_px * 0.8, top + (row + 1.5) * cell, { align: 'right', verticalAlign: 'middle' }),
    text(`column ${from}`, from, left + (row + 0.5) * cell, top + cell * 0.5, { align: 'center', verticalAlign: 'middle' }),
    ...nodes.flatMap((to, column) => {
      if (row === column) return []
      const condition = step.conditions[row * nodes.length + column]!
      const mark = theme.conditions[condition]
      const x = left + column * cell
      const y = top + (row + 1) * cell
      return [
        {
          id: `cell ${from}>${to}`,
          type: 'rect',
          silent: true,
          shape: { x: x + 1, y: y + 1, width: cell - 2, height: cell - 2 },
          style: { fill: mark.fill, stroke: condition === 'down' ? mark.text : undefined, lineDash: [2, 2] }
        },
        text(`glyph ${from}>${to}`, CONDITION_GLYPHS[condition], x + cell / 2, y + cell / 2, {
          align: 'center',
          verticalAlign: 'middle',
          fill: mark.text
        })
      ]
    })
  ])
  const words = ['at the end of this view', ...step.groups.map(groupText), '× cut   ~ disturbed   ○ down']
  const line_px = theme.small_px * 1.6
  const beside = words.map((line, i) =>
    text(`words ${i}`, line, left + nodes.length * cell + theme.font_px * 2, top + cell + i * line_px, {
      verticalAlign: 'top',
      fill: i === 0 || i === words.length - 1 ? theme.muted : theme.text
    })
  )
  return [...cells, ...beside]
}
