import type { CustomSeriesOption } from 'echarts/charts'
import type { Election, LeaderlessGap } from '../folds/leadership'
import type { RunFold } from '../folds/run'
import type { ChartDefinition, ChartView } from './definition'
import { chartOption, laneAxis, plotOf, textWidth } from './frame'
import type { ChartTheme } from './palette'
import { durationText } from './time-scale'

const LANES = ['no leader', 'elections']
const OUTCOME_GLYPHS: Readonly<Record<Election['outcome'], string>> = { won: '★', lost: '✕', split: '✕', ended: '○', open: '…' }

/** When no leader was followed by a quorum, for how long, and who stood for election. */
export const leadershipChart: ChartDefinition = {
  id: 'leadership',
  title: 'Elections and time without a leader',
  subtitle: '★ won, ✕ lost',
  height_px: 130,
  applies: (fold) => fold.terms.nodes.size > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const gaps = gapsIn(fold, view)
    const elections = electionsIn(fold, view)
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(theme, LANES),
      series: [gapSeries(gaps, fold, view, theme), electionSeries(elections, theme)],
      empty: fold.terms.nodes.size > 0 ? null : 'no node has a role yet',
      tooltip: (t_us) => {
        const gap = gaps.find(({ start_us, end_us }) => t_us >= start_us && t_us <= (end_us ?? Infinity))
        const near_us = (view.to_us - view.from_us) / 100
        const close = elections.filter(({ start_us }) => Math.abs(start_us - t_us) < near_us)
        return [
          ...(gap ? [`no leader for ${lengthText(gap, fold)}`] : []),
          ...close.map(({ candidate, term, outcome }) => `${candidate} stood in term ${term}: ${outcome}`)
        ]
      }
    })
  }
}

function gapsIn(fold: RunFold, view: ChartView): LeaderlessGap[] {
  return fold.leadership.gaps
    .toArray()
    .filter(({ start_us, end_us }) => start_us <= view.to_us && (end_us ?? Infinity) >= view.from_us)
}

function electionsIn(fold: RunFold, view: ChartView): Election[] {
  return fold.leadership.elections.toArray().filter(({ start_us }) => start_us >= view.from_us && start_us <= view.to_us)
}

function lengthText({ start_us, end_us }: LeaderlessGap, fold: RunFold): string {
  const length = durationText(((end_us ?? fold.cluster.now_us) - start_us) / 1000)
  return end_us === null ? `${length} so far` : length
}

function gapSeries(gaps: readonly LeaderlessGap[], fold: RunFold, view: ChartView, theme: ChartTheme): CustomSeriesOption {
  let labels_end_px = -Infinity
  return {
    id: 'gaps',
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: gaps.map((gap) => [
      Math.max(gap.start_us, view.from_us) / 1e6,
      Math.min(gap.end_us ?? fold.cluster.now_us, view.to_us) / 1e6,
      0
    ]),
    renderItem: (params, api) => {
      const gap = gaps[params.dataIndex]!
      if (params.dataIndex === 0) labels_end_px = -Infinity
      const [left, middle] = api.coord([api.value(0), 0]) as [number, number]
      const right = (api.coord([api.value(1), 0]) as [number, number])[0]
      const height = theme.font_px * 1.2
      const text = lengthText(gap, fold)
      const label_px = textWidth(text, theme.small_px)
      const fits = left > labels_end_px
      if (fits) labels_end_px = left + label_px
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: { x: left, y: middle - height * 0.9, width: Math.max(2, right - left), height },
            style: { fill: gap.before === null ? theme.muted : theme.leaderless }
          },
          {
            type: 'text',
            invisible: !fits,
            style: {
              text: gap.before === null ? `${text} to the first leader` : text,
              x: left,
              y: middle + height * 0.25,
              verticalAlign: 'top',
              fill: theme.text,
              font: `${theme.small_px}px ${theme.font}`
            }
          }
        ]
      }
    }
  }
}

function electionSeries(elections: readonly Election[], theme: ChartTheme): CustomSeriesOption {
  let labels_end_px = -Infinity
  return {
    id: 'candidates',
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: 0, y: 1 },
    data: elections.map(({ start_us }) => [start_us / 1e6, 1]),
    renderItem: (params, api) => {
      const { candidate, term, outcome } = elections[params.dataIndex]!
      if (params.dataIndex === 0) labels_end_px = -Infinity
      const [x, y] = api.coord([api.value(0), 1]) as [number, number]
      const text = `${OUTCOME_GLYPHS[outcome]} ${candidate} t${term}`
      const fits = x > labels_end_px
      if (fits) labels_end_px = x + textWidth(text, theme.small_px) + 6
      return {
        type: 'group',
        children: [
          {
            type: 'line',
            shape: { x1: x, x2: x, y1: y - theme.font_px * 0.8, y2: y + theme.font_px * 0.8 },
            style: { stroke: theme.election, lineWidth: theme.line_px }
          },
          {
            type: 'text',
            invisible: !fits,
            style: { text, x: x + 4, y, verticalAlign: 'middle', fill: theme.text, font: `${theme.small_px}px ${theme.font}` }
          }
        ]
      }
    }
  }
}
