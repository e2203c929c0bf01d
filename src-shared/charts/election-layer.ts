import type { CustomSeriesOption } from 'echarts/charts'
import type { RunFold } from '../folds/run'
import type { ChartView } from './definition'
import type { Plot } from './plot'
import { timeToPx } from './plot'
import type { ChartTheme } from './palette'

/** Elections as small ticks that hang from the top of the plot. */
export function electionLayer(fold: RunFold, view: ChartView, theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const times_us: number[] = []
  for (const { start_us, is_first } of fold.leadership.elections) {
    if (!is_first) continue
    if (start_us >= view.from_us && start_us <= view.to_us) times_us.push(start_us)
  }
  const half = theme.font_px * 0.3
  return {
    id: 'elections',
    name: 'elections',
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
      return { type: 'polygon', shape: { points }, style: { fill: theme.election } }
    }
  }
}
