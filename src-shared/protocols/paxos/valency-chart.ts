import type { ChartView } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import type { ChartTheme, Mark } from '../../charts/palette'
import type { RunFold } from '../../folds/run'
import { shortValue } from '../../text/value-text'
import { decreesFold, decreesOf } from './decrees'
import type { Decree, Valency, ValencySpan } from './decrees'

/** Keys drawn: those that changed last. */
const LANES_MAX = 5

const GLYPHS: Readonly<Record<Valency, string>> = { bivalent: '?', univalent: '→', decided: '✓' }

/** A lane for each key: how long several values were possible, and from when on one alone. */
export const valencyChart = lanesChart({
  id: 'valency',
  title: 'Still possible',
  subtitle: 'for the keys that changed last: several values ? (bivalent), one → (univalent), known to be chosen ✓',
  height_px: 140,
  least_px: 84,
  strip: true,
  applies: (run) => decreesFold.of(run) !== null,
  has_data: (run) => decreesOf(run).length > 0,
  lanes: (run) => shownDecrees(run).map(({ key }) => key),
  bands: (run, view) => shownDecrees(run).flatMap((decree, lane) => keyBands(run, view, decree, lane)),
  empty: 'nothing is proposed in this stretch'
})

function shownDecrees(run: RunFold): Decree[] {
  return decreesOf(run)
    .slice(0, LANES_MAX)
    .sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }))
}

function keyBands({ cluster }: RunFold, view: ChartView, { key, valencies }: Decree, lane: number): LaneBand[] {
  const until_us = Math.min(view.to_us, cluster.now_us)
  return valencies.flatMap((span): LaneBand[] => {
    const from_us = Math.max(span.from_us, view.from_us)
    const to_us = Math.min(span.to_us ?? until_us, until_us)
    return to_us <= from_us ? [] : [bandOf(key, span, { lane, from_us, to_us })]
  })
}

function bandOf(key: string, { valency, values }: ValencySpan, place: Pick<LaneBand, 'lane' | 'from_us' | 'to_us'>): LaneBand {
  const glyph = GLYPHS[valency]
  const named = values.map(shortValue).join(' or ') || 'any value'
  return {
    ...place,
    mark: (theme) => markOf(valency, theme),
    style: valency === 'bivalent' ? 'dashed' : 'filled',
    height: 0.75,
    texts: [`${glyph} ${valency}: ${named}`, `${glyph} ${valency}`, `${glyph} ${named}`, glyph],
    told: `${glyph} ${key}: ${valency}, ${named}`
  }
}

/** Bands of several possible values are hollow: their text stands on the ground. */
function markOf(valency: Valency, theme: ChartTheme): Mark {
  if (valency === 'bivalent') return { fill: theme.ground, text: theme.text }
  return valency === 'decided' ? theme.tones.teal : theme.tones.slate
}
