import type { CustomSeriesOption } from 'echarts/charts'
import type { RunFold } from '../folds/run'
import type { RoleStep } from '../folds/terms'
import type { ChartDefinition, ChartView } from './definition'
import { chartOption, laneAxis, plotOf, textWidth } from './frame'
import type { ChartTheme } from './palette'
import { ROLE_GLYPHS } from './palette'

/** A node's role between two steps, clipped to the view. */
export interface RoleBand {
  readonly lane: number
  readonly from_us: number
  readonly to_us: number
  readonly step: RoleStep
}

/** Height of a band as a share of its lane: who leads stands out without colour. */
const HEIGHTS: Readonly<Record<RoleStep['look'], number>> = { leader: 0.9, candidate: 0.9, follower: 0.6, paused: 0.6, down: 0.6 }

/** Role and term of every node: a lane per node, a band per role, the term written where it changes. */
export const termsChart: ChartDefinition = {
  id: 'terms',
  title: 'Terms and roles',
  subtitle: 'role of each node, and its term (t) where it changes',
  height_px: 190,
  applies: (fold) => fold.terms.nodes.size > 0,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const nodes = [...fold.cluster.nodes.keys()]
    const bands = roleBands(fold, view)
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(theme, nodes),
      series: [bandSeries(bands, theme, (plot.height / Math.max(1, nodes.length)) * 0.9)],
      empty: bands.length > 0 ? null : 'no node has a role yet',
      tooltip: (t_us) =>
        bands
          .filter(({ from_us, to_us }) => t_us >= from_us && t_us < to_us)
          .map(({ lane, step }) => `${ROLE_GLYPHS[step.look]} ${nodes[lane]} ${wordOf(step)}, term ${step.term}`)
    })
  }
}

/** Bands of all nodes in the view, lane by lane. */
export function roleBands(fold: RunFold, view: ChartView): RoleBand[] {
  const bands: RoleBand[] = []
  const until_us = Math.min(view.to_us, fold.cluster.now_us)
  let lane = 0
  for (const node of fold.cluster.nodes.keys()) {
    const steps = fold.terms.nodes.get(node)?.toArray() ?? []
    steps.forEach((step, i) => {
      const from_us = Math.max(step.t_us, view.from_us)
      const to_us = Math.min(steps[i + 1]?.t_us ?? until_us, until_us)
      if (to_us > from_us) bands.push({ lane, from_us, to_us, step })
    })
    lane += 1
  }
  return bands
}

function wordOf(step: RoleStep): string {
  return step.look === 'down' || step.look === 'paused' ? step.look : (step.role ?? step.look)
}

function bandSeries(bands: readonly RoleBand[], theme: ChartTheme, lane_px: number): CustomSeriesOption {
  return {
    id: 'roles',
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: bands.map(({ from_us, to_us, lane }) => [from_us / 1e6, to_us / 1e6, lane]),
    renderItem: (params, api) => {
      const band = bands[params.dataIndex]!
      const { look } = band.step
      const [left, middle] = api.coord([api.value(0), band.lane]) as [number, number]
      const width = Math.max(1, (api.coord([api.value(1), band.lane]) as [number, number])[0] - left)
      const height = lane_px * HEIGHTS[look]
      const mark = theme.roles[look]
      const hollow = look === 'down' || look === 'paused'
      const text = labelFor(band, bands[params.dataIndex - 1], width, theme.small_px)
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: { x: left, y: middle - height / 2, width, height },
            style: {
              fill: mark.fill,
              stroke: hollow ? mark.text : undefined,
              lineWidth: hollow ? 1 : 0,
              lineDash: look === 'down' ? [4, 3] : look === 'paused' ? [1, 2] : undefined
            }
          },
          {
            type: 'text',
            invisible: text === '',
            style: {
              text,
              x: left + 4,
              y: middle,
              verticalAlign: 'middle',
              fill: mark.text,
              font: `${theme.small_px}px ${theme.font}`
            }
          }
        ]
      }
    }
  }
}

/** As much of "★ leader t7" as fits; a band that only goes on in the same role and term says nothing. */
function labelFor({ lane, step }: RoleBand, before: RoleBand | undefined, width_px: number, font_px: number): string {
  const same = before?.lane === lane && before.step.look === step.look && before.step.term === step.term
  if (same) return ''
  const stopped = step.look === 'down' || step.look === 'paused'
  const glyph = ROLE_GLYPHS[step.look]
  const texts = stopped
    ? [`${glyph} ${step.look}`, glyph]
    : [`${glyph} ${step.role ?? step.look} t${step.term}`, `${glyph} t${step.term}`, glyph]
  return texts.find((text) => textWidth(text, font_px) + 8 <= width_px) ?? ''
}
