import type { ChartView } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import type { ChartTheme, Mark } from '../../charts/palette'
import type { RunFold } from '../../folds/run'
import { shortValue } from '../../text/value-text'
import { ballotText } from './ballot'
import { ballotsFold } from './ballots'
import type { BallotSpan, BallotState } from './ballots'

/** Bands drawn at once, the newest: more cannot be told apart. */
const BANDS_MAX = 2000

const GLYPHS: Readonly<Record<BallotState, string>> = {
  open: '…',
  chosen: '✓',
  preempted: '✗',
  'no-quorum': '?',
  empty: '∅',
  overtaken: '↪',
  unknown: '?'
}

/** A lane for each proposer: its ballots, from prepare to what became of them. */
export const ballotsChart = lanesChart({
  id: 'ballots',
  title: 'Ballots',
  subtitle: 'of each proposer: chosen ✓, preempted by a higher one ✗, not answered ?, overtaken ↪',
  height_px: 190,
  least_px: 112,
  strip: true,
  applies: (run) => ballotsFold.of(run) !== null,
  has_data: (run) => (ballotsFold.of(run)?.spans.length ?? 0) > 0,
  lanes: proposersOf,
  bands: ballotBands,
  empty: 'no ballot in this stretch'
})

/** Whoever may propose. */
function proposersOf({ cluster }: RunFold): string[] {
  const all = [...cluster.nodes.values()]
  const assigned = all.filter(({ role }) => role === 'proposer')
  return (assigned.length > 0 ? assigned : all).map(({ id }) => id)
}

/** The ballots in the view, oldest first. */
function ballotBands(run: RunFold, view: ChartView): LaneBand[] {
  const lanes = new Map(proposersOf(run).map((node, lane) => [node, lane]))
  const until_us = Math.min(view.to_us, run.cluster.now_us)
  const bands = (ballotsFold.of(run)?.spans.toArray() ?? []).flatMap((span): LaneBand[] => {
    const lane = lanes.get(span.proposer)
    const from_us = Math.max(span.from_us, view.from_us)
    const to_us = Math.min(span.to_us ?? until_us, until_us)
    return lane === undefined || to_us <= from_us ? [] : [bandOf(span, { lane, from_us, to_us })]
  })
  return bands.slice(-BANDS_MAX)
}

function bandOf(span: BallotSpan, place: Pick<LaneBand, 'lane' | 'from_us' | 'to_us'>): LaneBand {
  const { key, ballot, value, proposer, outcome } = span
  const glyph = GLYPHS[outcome]
  const proposed = value === null ? '' : `, proposed ${shortValue(value)}`
  return {
    ...place,
    mark: (theme) => markOf(outcome, theme),
    style: 'filled',
    height: 0.75,
    texts: [`${glyph} ${ballotText(ballot)} ${key}`, `${glyph} ${ballotText(ballot)}`, glyph],
    told: `${glyph} ${proposer} ballot ${ballotText(ballot)} for ${key}${proposed}: ${outcome}`
  }
}

function markOf(outcome: BallotState, theme: ChartTheme): Mark {
  if (outcome === 'chosen') return theme.tones.teal
  return outcome === 'open' || outcome === 'overtaken' || outcome === 'empty' ? theme.tones.slate : theme.conditions.disturbed
}
