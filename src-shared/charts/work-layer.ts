import type { CustomSeriesOption } from 'echarts/charts'
import type { RunFold } from '../folds/run'
import type { ChartView } from './definition'
import type { Plot } from './plot'
import { secondsPerPx, timeToPx } from './plot'
import type { ChartTheme } from './palette'

/** Spans that are nearer to each other are one: they cannot be told apart. */
const GAP_PX = 2
const OPACITY = 0.12

interface WorkSpan {
  readonly title: string
  readonly from_us: number
  readonly to_us: number
}

/** Background work that the protocol tells of (shards on the move), shaded across the plot. */
export function workLayer(fold: RunFold, view: ChartView, theme: ChartTheme, plot: Plot): CustomSeriesOption {
  const spans = drawnSpans(workSpans(fold, view), GAP_PX * secondsPerPx(view, plot) * 1e6)
  return {
    id: 'work',
    name: 'work',
    type: 'custom',
    silent: true,
    z: 1,
    tooltip: { show: false },
    encode: { x: [0, 1], y: -1 },
    data: spans.map(({ from_us, to_us }) => [from_us / 1e6, to_us / 1e6]),
    renderItem: ({ dataIndex }) => {
      const { from_us, to_us } = spans[dataIndex]!
      const x = timeToPx(from_us, view, plot)
      const width = Math.max(1, timeToPx(to_us, view, plot) - x)
      return {
        type: 'rect',
        shape: { x, y: plot.top, width, height: plot.height },
        style: { fill: theme.tick, opacity: OPACITY }
      }
    }
  }
}

/** What goes on in the background at a moment. */
export function workAt(fold: RunFold, t_us: number): string[] {
  return workSpans(fold, { from_us: t_us, to_us: t_us }).map(({ title }) => title)
}

function workSpans({ declared, cluster }: RunFold, { from_us, to_us }: Pick<ChartView, 'from_us' | 'to_us'>): WorkSpan[] {
  return declared.flatMap(({ fold: { work }, state }) =>
    (work?.spans(state) ?? [])
      .map(({ start_us, end_us }) => ({ title: work!.title, from_us: start_us, to_us: end_us ?? cluster.now_us }))
      .filter((span) => span.to_us >= from_us && span.from_us <= to_us)
      .map((span) => ({ ...span, from_us: Math.max(span.from_us, from_us), to_us: Math.min(span.to_us, to_us) }))
  )
}

function drawnSpans(spans: readonly WorkSpan[], gap_us: number): WorkSpan[] {
  const drawn: WorkSpan[] = []
  for (const span of spans) {
    const last = drawn.at(-1)
    if (last && span.from_us - last.to_us < gap_us) drawn[drawn.length - 1] = { ...last, to_us: Math.max(last.to_us, span.to_us) }
    else drawn.push(span)
  }
  return drawn
}
