import type { CustomSeriesOption } from 'echarts/charts'
import { bandShapes } from '../../charts/bands'
import type { ChartDefinition, ChartView } from '../../charts/definition'
import { chartOption, laneAxis } from '../../charts/frame'
import type { ChartTheme, Mark } from '../../charts/palette'
import { plotOf } from '../../charts/plot'
import type { RunFold } from '../../folds/run'
import { transactionsFold } from './transactions'
import type { Part } from './transactions'

/** A member's part in a transaction, clipped to the view. */
interface PartBand {
  readonly lane: number
  readonly from_us: number
  readonly to_us: number
  readonly part: Part
}

/** Bands drawn at once, the newest: more cannot be told apart. */
const BANDS_MAX = 2000
const GLYPHS = { committed: '✓', aborted: '✗', open: '?', unknown: '?' } as const

/** A lane for each member: a band while the coordinator waits for votes, and a shaded one while a participant is in doubt. */
export const transactionsChart: ChartDefinition = {
  id: 'transactions',
  title: 'Transactions',
  subtitle: 'of each member: waiting for votes, and in doubt (shaded)',
  height_px: 190,
  least_px: 112,
  strip: true,
  applies: (run) => transactionsFold.of(run) !== null,
  build(fold, view, theme, size) {
    const plot = plotOf(view, theme, size)
    const nodes = [...fold.cluster.nodes.keys()]
    const bands = partBands(fold, view)
    return chartOption(this, { fold, view, theme, size }, plot, {
      yAxis: laneAxis(theme, nodes),
      series: [bandSeries(bands, theme, (plot.height / Math.max(1, nodes.length)) * 0.75)],
      empty: bands.length > 0 ? null : 'no transaction in this stretch',
      tooltip: (t_us) =>
        bands
          .filter(({ from_us, to_us }) => t_us >= from_us && t_us < to_us)
          .map(({ lane, part }) => `${GLYPHS[part.outcome]} ${nodes[lane]} ${phaseOf(part)} ${part.transaction}`)
    })
  }
}

/** The parts in the view, oldest first. */
function partBands(fold: RunFold, view: ChartView): PartBand[] {
  const lanes = new Map([...fold.cluster.nodes.keys()].map((node, lane) => [node, lane]))
  const until_us = Math.min(view.to_us, fold.cluster.now_us)
  const bands = (transactionsFold.of(fold)?.parts.toArray() ?? []).flatMap((part) => {
    const lane = lanes.get(part.node)
    const from_us = Math.max(part.from_us, view.from_us)
    const to_us = Math.min(part.to_us ?? until_us, until_us)
    return lane === undefined || to_us <= from_us ? [] : [{ lane, from_us, to_us, part }]
  })
  return bands.slice(-BANDS_MAX)
}

function phaseOf({ member }: Part): string {
  return member === 'coordinator' ? 'waits for votes on' : 'is in doubt about'
}

/** Doubt stands out from the wait for votes. */
function markOf({ member }: Part, theme: ChartTheme): Mark {
  return member === 'coordinator' ? theme.tones.teal : theme.conditions.disturbed
}

function bandSeries(bands: readonly PartBand[], theme: ChartTheme, lane_px: number): CustomSeriesOption {
  return {
    id: 'transactions',
    name: 'transactions',
    type: 'custom',
    z: 3,
    silent: true,
    encode: { x: [0, 1], y: 2 },
    data: bands.map(({ from_us, to_us, lane }) => [from_us / 1e6, to_us / 1e6, lane]),
    renderItem: ({ dataIndex }, api) => {
      const { lane, part } = bands[dataIndex]!
      const [left, middle] = api.coord([api.value(0), lane]) as [number, number]
      const width = Math.max(1, api.coord([api.value(1), lane])[0]! - left)
      const box = { x: left, y: middle - lane_px / 2, width, height: lane_px }
      const glyph = GLYPHS[part.outcome]
      const texts = [`${glyph} ${part.transaction}`, glyph]
      return { type: 'group', children: bandShapes(box, markOf(part, theme), 'filled', texts, theme) as never[] }
    }
  }
}
