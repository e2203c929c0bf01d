/** Times without a leader as the Raft paper draws them: the share of elections that were over by then, for each range of timeouts. */
import type { EChartsCoreOption } from 'echarts/core'
import type { ElectionStudy, TimeoutRange } from '../elections/elections'
import { electionsUnder, rangeText } from '../elections/elections'
import type { CumulativeLine } from './cumulative'
import { cumulativeChart, cumulativePoints } from './cumulative'
import type { ChartSize } from './definition'
import type { Series } from './frame'
import type { ChartTheme } from './palette'
import { nodeColour } from './palette'

const DASH = [5, 2]
const PAPER_DOT_EM = 0.55

/** `chosen`: drawn before the others, with the paper's percentiles as circles; null: all alike. */
export function electionCurves(
  study: Pick<ElectionStudy, 'batches'>,
  ranges: readonly TimeoutRange[],
  chosen: string | null,
  theme: ChartTheme,
  size: ChartSize
): EChartsCoreOption {
  const lines = ranges.map((range, i): CumulativeLine => ({
    id: range.id,
    points: cumulativePoints(electionsUnder(study, range.id).map(({ elected_ms }) => elected_ms)),
    colour: nodeColour(theme, i),
    width: range.id === chosen ? 2 : 1,
    dash: i % 2 === 0 ? undefined : DASH,
    name: rangeText(range),
    value_text: '',
    is_faded: chosen !== null && range.id !== chosen
  }))
  const place = ranges.findIndex(({ id }) => id === chosen)
  const dots = place < 0 ? [] : [paperDots(ranges[place]!, nodeColour(theme, place), theme)]
  return cumulativeChart(
    lines.filter(({ points }) => points.length > 0),
    dots,
    theme,
    size
  )
}

/** What the paper says of the range. */
function paperDots({ paper }: TimeoutRange, colour: string, theme: ChartTheme): Series {
  return {
    id: 'paper',
    type: 'line',
    data: [
      [paper.p50, 50],
      [paper.p90, 90],
      [paper.p99, 99],
      [paper.max, 100]
    ],
    lineStyle: { width: 0 },
    symbol: 'circle',
    symbolSize: Math.round(theme.font_px * PAPER_DOT_EM),
    itemStyle: { color: theme.ground, borderColor: colour, borderWidth: theme.line_px },
    silent: true,
    z: 5
  }
}
