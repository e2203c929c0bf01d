import type { CustomSeriesOption } from 'echarts/charts'
import type { Election, LeaderlessGap } from './leadership'
import { electionsOf, gapsOf, hasLeaders, leadershipFold } from './leadership'
import { rolesFold } from './roles'
import type { RunFold } from '../../folds/run'
import type { ChartDefinition, ChartView } from '../../charts/definition'
import type { Plot } from '../../charts/plot'
import { chartOption, laneAxis } from '../../charts/frame'
import { plotOf, textShape, textWidth, timeToPx } from '../../charts/plot'
import type { ChartTheme } from '../../charts/palette'
import { durationText } from '../../charts/time-scale'

const LANES = ['no leader', 'elections']
const OUTCOME_GLYPHS: Readonly<Record<Election['outcome'], string>> = { won: '★', lost: '×', split: '×', ended: '○', open: '…' }

/** When nobody led, for how long, and who stood for election. `term`: the protocol's word for what elections are numbered by. */
export function electionsChart(term: string): ChartDefinition {
  return {
    id: 'leadership',
    title: 'Elections, leaderless time',
    subtitle: `candidate and ${term} (${term[0]}); ★\u00a0won, ×\u00a0lost`,
    height_px: 130,
    least_px: 64,
    applies: (run) => {
      const leadership = leadershipFold.of(run)
      return leadership !== null && hasLeaders(leadership)
    },
    build(fold, view, theme, size) {
      const plot = plotOf(view, theme, size)
      const gaps = gapsIn(fold, view)
      const elections = electionsIn(fold, view)
      return chartOption(this, { fold, view, theme, size }, plot, {
        yAxis: laneAxis(theme, LANES, plot.height),
        series: [gapSeries(gaps, fold, view, theme, plot), electionSeries(elections, term[0]!, view, theme, plot)],
        empty: (rolesFold.of(fold)?.replicas.size ?? 0) > 0 ? null : 'no node has a role yet',
        tooltip: (t_us) => {
          const gap = gaps.find(({ start_us, end_us }) => t_us >= start_us && t_us <= (end_us ?? Infinity))
          const near_us = (view.to_us - view.from_us) / 100
          const close = elections.filter(({ start_us }) => Math.abs(start_us - t_us) < near_us)
          return [
            ...(gap ? [`no leader for ${lengthText(gap, fold)}`] : []),
            ...close.map((election) => `${election.candidate} stood in ${term} ${election.term}: ${election.outcome}`)
          ]
        }
      })
    }
  }
}

function gapsIn(fold: RunFold, view: ChartView): LeaderlessGap[] {
  const leadership = leadershipFold.of(fold)
  const gaps = leadership === null ? [] : gapsOf(leadership)
  return gaps.filter(({ start_us, end_us }) => start_us <= view.to_us && (end_us ?? Infinity) >= view.from_us)
}

function electionsIn(fold: RunFold, view: ChartView): Election[] {
  const leadership = leadershipFold.of(fold)
  const elections = leadership === null ? [] : electionsOf(leadership)
  return elections.filter(({ start_us }) => start_us >= view.from_us && start_us <= view.to_us)
}

function lengthText({ start_us, end_us }: LeaderlessGap, fold: RunFold): string {
  const length = durationText(((end_us ?? fold.cluster.now_us) - start_us) / 1000)
  return end_us === null ? `${length} so far` : length
}

function gapSeries(
  gaps: readonly LeaderlessGap[],
  fold: RunFold,
  view: ChartView,
  theme: ChartTheme,
  plot: Plot
): CustomSeriesOption {
  const until_us = Math.min(fold.cluster.now_us, view.to_us)
  const texts = gaps.map((gap) => `${gap.before === null ? 'start ' : ''}${lengthText(gap, fold)}`)
  const ends = gaps.map(({ end_us }) => timeToPx(Math.min(end_us ?? until_us, until_us), view, plot))
  const shown = fitting(
    ends.map((end, i) => ({ from: timeToPx(gaps[i]!.start_us, view, plot), to: end + 8 + textWidth(texts[i]!, theme.small_px) }))
  )
  return {
    id: 'gaps',
    name: 'gaps',
    type: 'custom',
    z: 3,
    silent: true,
    clip: false,
    encode: { x: [0, 1], y: 2 },
    data: gaps.map((gap) => [Math.max(gap.start_us, view.from_us) / 1e6, Math.min(gap.end_us ?? until_us, until_us) / 1e6, 0]),
    renderItem: ({ dataIndex: i }, api) => {
      const [left, y] = api.coord([api.value(0), 0]) as [number, number]
      const height = theme.font_px * 1.2
      const fill = gaps[i]!.before === null ? theme.muted : theme.leaderless
      const bar = {
        type: 'rect',
        shape: { x: left, y: y - height / 2, width: Math.max(2, ends[i]! - left), height },
        style: { fill }
      }
      const label = shown[i] ? [textShape(texts[i]!, ends[i]! + 4, y, theme.text, theme)] : []
      return { type: 'group', children: [bar, ...label] as never[] }
    }
  }
}

function electionSeries(
  elections: readonly Election[],
  letter: string,
  view: ChartView,
  theme: ChartTheme,
  plot: Plot
): CustomSeriesOption {
  const texts = elections.map(({ candidate, term, outcome }) => `${OUTCOME_GLYPHS[outcome]} ${candidate} ${letter}${term}`)
  const starts = elections.map(({ start_us }) => timeToPx(start_us, view, plot))
  const shown = fitting(starts.map((start, i) => ({ from: start, to: start + 8 + textWidth(texts[i]!, theme.small_px) })))
  return {
    id: 'candidates',
    name: 'candidates',
    type: 'custom',
    z: 3,
    silent: true,
    clip: false,
    encode: { x: 0, y: 1 },
    data: elections.map(({ start_us }) => [start_us / 1e6, 1]),
    renderItem: ({ dataIndex: i }, api) => {
      const [x, y] = api.coord([api.value(0), 1]) as [number, number]
      const half = theme.font_px * 0.7
      const style = { stroke: theme.tick, lineWidth: theme.line_px }
      const tick = { type: 'line', shape: { x1: x, x2: x, y1: y - half, y2: y + half }, style }
      const label = shown[i] ? [textShape(texts[i]!, x + 4, y, theme.text, theme)] : []
      return { type: 'group', children: [tick, ...label] as never[] }
    }
  }
}

/** Labels with room before the next mark; an election that was won stands after those that were not, and so keeps its own. */
function fitting(labels: readonly { readonly from: number; readonly to: number }[]): boolean[] {
  return labels.map(({ to }, i) => to <= (labels[i + 1]?.from ?? Infinity))
}
