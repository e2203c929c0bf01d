/** Who believes what of whom: a row for each member that is up, a column for each member. */
import { bandShapes } from '../../charts/bands'
import type { ChartDefinition } from '../../charts/definition'
import { chartOption, laneAxis } from '../../charts/frame'
import type { ChartTheme } from '../../charts/palette'
import type { Plot } from '../../charts/plot'
import { plotOf, textShape } from '../../charts/plot'
import { NODES_MAX } from '../../engine'
import type { LinkCondition } from '../../folds/partition'
import { isUp } from '../../folds/cluster-reach'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { shortName } from '../../text/short-name'
import { detectorsFold } from './detectors'
import { isRight, viewOf, wordOf } from './views'

type Believed = ReturnType<typeof wordOf>

/** Each word looks like the links that it comes of. */
const LOOKS: Readonly<Record<Believed, { readonly mark: LinkCondition; readonly texts: readonly string[] }>> = {
  alive: { mark: 'open', texts: ['alive'] },
  suspect: { mark: 'disturbed', texts: ['suspect ?', '?'] },
  dead: { mark: 'cut', texts: ['dead ×', '×'] },
  left: { mark: 'down', texts: ['left'] },
  unknown: { mark: 'down', texts: ['unknown', '–'] }
}
/** Of its box, the rest is the gap to the next. */
const CELL = 0.88
const CELL_EM_MAX = 7
/** In line widths of the theme. */
const OUTLINE = 1.5
const NAME_CHARACTERS = 6

export const beliefMatrixChart: ChartDefinition = {
  id: 'beliefs',
  title: 'Who believes what of whom',
  subtitle: 'row: who believes it; column: of whom; outlined: wrong',
  height_px: 220,
  least_px: 150,
  timeless: true,
  aside: true,
  applies: ({ cluster: { nodes } }) => nodes.size > 1 && nodes.size <= NODES_MAX.processes,
  has_data: (run) => (detectorsFold.of(run)?.views.size ?? 0) > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const nodes = [...fold.cluster.nodes.keys()]
    const known = this.has_data!(fold)
    return chartOption(this, { fold, view, theme, size }, plot, {
      // An empty lane stands beside the columns' names.
      yAxis: laneAxis(theme, ['', ...nodes], plot.height),
      series: [],
      empty: known ? null : 'nobody has said whom it knows so far',
      tooltip: () => [],
      graphic: known ? matrix(fold, nodes, theme, plot) : []
    })
  }
}

function matrix(run: RunFold, nodes: readonly NodeId[], theme: ChartTheme, plot: Plot): object[] {
  const width = Math.min(plot.width / nodes.length, CELL_EM_MAX * theme.small_px)
  const height = plot.height / (nodes.length + 1)
  const names = nodes.map((node, column) => ({
    id: `column ${node}`,
    silent: true,
    ...textShape(
      shortName(node, NAME_CHARACTERS),
      plot.left + (column + 0.5) * width,
      plot.top + height / 2,
      theme.text,
      theme,
      theme.small_px,
      {
        align: 'center'
      }
    )
  }))
  const cells = nodes.flatMap((node, row) => {
    if (!isUp(run.cluster, node)) return []
    return nodes.flatMap((member, column) => {
      if (member === node) return []
      const box = {
        x: plot.left + column * width,
        y: plot.top + (row + 1) * height + (height * (1 - CELL)) / 2,
        width: width * CELL,
        height: height * CELL
      }
      return [{ id: `cell ${node} ${member}`, type: 'group', silent: true, children: cell(run, node, member, box, theme) }]
    })
  })
  return [...names, ...cells]
}

function cell(run: RunFold, node: NodeId, member: NodeId, box: Parameters<typeof bandShapes>[0], theme: ChartTheme): object[] {
  const view = viewOf(detectorsFold.of(run)!.views, node, member)
  const { mark, texts } = LOOKS[wordOf(view)]
  const shapes = bandShapes(box, theme.conditions[mark], 'filled', [...texts], theme)
  if (isRight(view, isUp(run.cluster, member))) return shapes
  const outline = { fill: 'none', stroke: theme.ink, lineWidth: OUTLINE * theme.line_px }
  return [...shapes, { type: 'rect', shape: box, style: outline }]
}
