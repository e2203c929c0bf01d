import type { ChartView } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import type { ChartTheme, Mark } from '../../charts/palette'
import type { RunFold } from '../../folds/run'
import { proposalText } from './bits'
import { roundsFold } from './rounds'
import type { RoundSpan } from './rounds'

/** Bands drawn at once, the newest: more cannot be told apart. */
const BANDS_MAX = 2000

/** A lane for each node: its rounds, with the bit that it reports in each. */
export const roundsChart = lanesChart({
  id: 'rounds',
  title: 'Rounds',
  subtitle:
    'of each node: the bit that it reports, from its coin ○ (hollow), its input or a proposal; the round ends with a decision ✓',
  height_px: 190,
  least_px: 112,
  strip: true,
  applies: (run) => roundsFold.of(run) !== null,
  has_data: (run) => (roundsFold.of(run)?.spans.length ?? 0) > 0,
  lanes: ({ cluster }) => [...cluster.nodes.keys()],
  bands: roundBands,
  empty: 'no round in this stretch'
})

/** The rounds in the view, oldest first. */
function roundBands(run: RunFold, view: ChartView): LaneBand[] {
  const lanes = new Map([...run.cluster.nodes.keys()].map((node, lane) => [node, lane]))
  const until_us = Math.min(view.to_us, run.cluster.now_us)
  const bands = (roundsFold.of(run)?.spans.toArray() ?? []).flatMap((span): LaneBand[] => {
    const lane = lanes.get(span.node)
    const from_us = Math.max(span.from_us, view.from_us)
    const to_us = Math.min(span.to_us ?? until_us, until_us)
    return lane === undefined || to_us <= from_us ? [] : [bandOf(span, { lane, from_us, to_us })]
  })
  return bands.slice(-BANDS_MAX)
}

function bandOf(span: RoundSpan, place: Pick<LaneBand, 'lane' | 'from_us' | 'to_us'>): LaneBand {
  const { node, instance, round, bit, source, proposal, decided } = span
  const glyph = decided ? '✓' : source === 'coin' ? '○' : ''
  const proposed = proposal === undefined ? '' : `, proposes ${proposalText(proposal)}`
  return {
    ...place,
    mark: (theme) => markOf(span, theme),
    style: source === 'coin' && !decided ? 'dashed' : 'filled',
    height: 0.75,
    texts: [`${glyph}${bit} round ${round}`, `${glyph}${bit} r${round}`, `${glyph}${bit}`, String(bit)],
    told: `${node} instance ${instance} round ${round}: ${bit} by ${source}${proposed}${decided ? ', decided' : ''}`
  }
}

/** Of bits that a coin chose bands are hollow: their text stands on the ground. */
function markOf({ bit, source, decided }: RoundSpan, theme: ChartTheme): Mark {
  if (source === 'coin' && !decided) return { fill: theme.ground, text: theme.text }
  if (decided) return theme.tones.teal
  return bit === 1 ? theme.tones.slate : theme.tones.neutral
}
