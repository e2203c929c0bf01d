/** How long it takes to detect and to replace a dead leader: both as curves over the time since its death. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Election } from '../elections/elections'
import type { ChartSize } from './definition'
import { cumulativeChart, cumulativePoints } from './cumulative'
import type { ChartTheme } from './palette'

const DETECTED_DASH = [4, 2]

export function electionTimes(elections: readonly Election[], theme: ChartTheme, size: ChartSize): EChartsCoreOption {
  const detected = cumulativePoints(elections.map(({ detected_ms }) => detected_ms))
  const elected = cumulativePoints(elections.map(({ elected_ms }) => elected_ms))
  const lines =
    elections.length === 0
      ? []
      : [
          { id: 'detected', points: detected, colour: theme.muted, dash: DETECTED_DASH, name: 'a candidate', value_text: '' },
          { id: 'elected', points: elected, colour: theme.ink, width: 1.5, name: 'a leader', value_text: '' }
        ]
  return cumulativeChart(lines, [], theme, size)
}
