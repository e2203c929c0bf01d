/** Graph: who points at whom at one moment, with words at the arrows. */
import type { RunFold } from '../../folds/run'
import type { ChartDefinition } from '../definition'
import { chartOption, laneAxis } from '../frame'
import { graphShapes } from '../graph-shapes'
import type { Graph } from '../graph-shapes'
import { plotOf } from '../plot'
import type { ChartHead } from './kind'

export interface GraphDeclaration extends Omit<ChartHead, 'timeless'> {
  /** As it stands; null: there is nothing to see. */
  graph(run: RunFold): Graph | null
  readonly empty: string
}

export function graphChart(declaration: GraphDeclaration): ChartDefinition {
  return {
    ...declaration,
    timeless: true,
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const graph = declaration.graph(fold)
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: laneAxis(theme, [''], plot.height),
        series: [],
        empty: graph === null ? declaration.empty : null,
        tooltip: () => [],
        graphic: graph === null ? [] : graphShapes(graph, theme, plot)
      })
    }
  }
}
