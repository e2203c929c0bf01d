import type { CustomSeriesOption } from 'echarts/charts'
import { tickTimes } from '../folds/declared'
import type { RunFold } from '../folds/run'
import type { ChartView } from './definition'
import type { Plot } from './plot'
import { timeToPx } from './plot'
import type { ChartTheme } from './palette'

/** Moments that the protocol ticks (elections), small, hanging from the top of the plot. */
export function tickLayer(fold: RunFold, view: ChartView, theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const times_us = tickTimes(fold).filter((t_us) => t_us >= view.from_us && t_us <= view.to_us)
  const half = theme.font_px * 0.3
  return {
    id: 'ticks',
    name: 'ticks',
    type: 'custom',
    silent: true,
    z: 5,
    tooltip: { show: false },
    encode: { x: 0, y: -1 },
    data: times_us.map((t_us) => [t_us / 1e6]),
    renderItem: ({ dataIndex }) => {
      const x = timeToPx(times_us[dataIndex]!, view, plot)
      const points = [
        [x - half, plot.top],
        [x + half, plot.top],
        [x, plot.top + 2 * half]
      ]
      return { type: 'polygon', shape: { points }, style: { fill: theme.tick } }
    }
  }
}
