import type { ChartView } from '../../charts/definition'
import { lanesChart } from '../../charts/kinds/lanes'
import type { LaneBand } from '../../charts/kinds/lanes'
import type { ChartTheme, Mark } from '../../charts/palette'
import { replicasOf } from '../../folds/cluster'
import type { RunFold } from '../../folds/run'
import { transactionsFold } from './transactions'
import type { Part } from './transactions'

/** Bands drawn at once, the newest: more cannot be told apart. */
const BANDS_MAX = 2000
const GLYPHS = { committed: '✓', aborted: '✗', open: '?', unknown: '?' } as const

/** A lane for each member: a band while the coordinator waits for votes, and a shaded one while a participant is in doubt. */
export const transactionsChart = lanesChart({
  id: 'transactions',
  title: 'Transactions',
  subtitle: 'of each member: waiting for votes, and in doubt (shaded)',
  height_px: 190,
  least_px: 112,
  strip: true,
  applies: (run) => transactionsFold.of(run) !== null,
  has_data: (run) => (transactionsFold.of(run)?.parts.length ?? 0) > 0,
  lanes: membersOf,
  bands: partBands,
  empty: 'no transaction in this stretch'
})

/** Nodes, and then the groups that they host. */
function membersOf({ cluster }: RunFold): string[] {
  const groups = new Set(replicasOf(cluster).flatMap(({ group }) => group ?? []))
  return [...cluster.nodes.keys(), ...[...groups].sort()]
}

/** The parts in the view, oldest first. */
function partBands(run: RunFold, view: ChartView): LaneBand[] {
  const lanes = new Map(membersOf(run).map((member, lane) => [member, lane]))
  const until_us = Math.min(view.to_us, run.cluster.now_us)
  const bands = (transactionsFold.of(run)?.parts.toArray() ?? []).flatMap((part): LaneBand[] => {
    const lane = lanes.get(part.node)
    const from_us = Math.max(part.from_us, view.from_us)
    const to_us = Math.min(part.to_us ?? until_us, until_us)
    return lane === undefined || to_us <= from_us ? [] : [bandOf(part, { lane, from_us, to_us })]
  })
  return bands.slice(-BANDS_MAX)
}

function bandOf(part: Part, place: Pick<LaneBand, 'lane' | 'from_us' | 'to_us'>): LaneBand {
  const glyph = GLYPHS[part.outcome]
  return {
    ...place,
    mark: (theme) => markOf(part, theme),
    style: 'filled',
    height: 0.75,
    texts: [`${glyph} ${part.transaction}`, glyph],
    told: `${glyph} ${part.node} ${phaseOf(part)} ${part.transaction}`
  }
}

function phaseOf({ member }: Part): string {
  return member === 'coordinator' ? 'waits for votes on' : 'is in doubt about'
}

/** Doubt stands out from the wait for votes. */
function markOf({ member }: Part, theme: ChartTheme): Mark {
  return member === 'coordinator' ? theme.tones.teal : theme.conditions.disturbed
}
