/** The trace of one request, where the run's protocol tells of spans. */
import type { RunFold } from '../../src-shared/folds/run'
import { spansFold } from '../../src-shared/protocols/services/spans'
import { newestRequests, tellingRequest, waterfallOf } from '../../src-shared/protocols/services/waterfall'
import type { WaterfallRow } from '../../src-shared/protocols/services/waterfall'
import { escapeXml } from './draw'
import { table } from './html-parts'
import type { Section } from './html-parts'

/** Of the newest requests the one with most calls; null where there is none. */
export function traceSection(run: RunFold): Section | null {
  const spans = spansFold.of(run)
  if (spans === null) return null
  const { now_us } = run.cluster
  const request = tellingRequest(newestRequests(spans, now_us))
  const waterfall = request === null ? null : waterfallOf(spans, request, now_us)
  if (waterfall === null) return null
  const more = waterfall.more > 0 ? `; ${waterfall.more} more spans are left out` : ''
  const caption = `${waterfall.request}, ${waterfall.took}: the request with most calls among the newest${more}`
  const rows = waterfall.rows.map((row) => [
    `${'&nbsp;&nbsp;'.repeat(row.depth)}${escapeXml(row.name)}`,
    bar(row),
    escapeXml(row.from),
    escapeXml(row.took),
    row.outcome
  ])
  return { title: 'Trace of a request', body: table(caption, ['Span', '', 'From#', 'Took#', 'Outcome'], rows) }
}

const BAR_WIDTH = 240
const BAR_HEIGHT = 10

/** Filled: a service works; outlined: a call. */
function bar({ left, width, side, outcome }: WaterfallRow): string {
  const fill = side === 'server' ? 'currentColor' : 'none'
  const dashes = outcome === 'ok' ? '' : ' stroke-dasharray="3 2"'
  const size = `x="${(left * BAR_WIDTH).toFixed(1)}" width="${Math.max(1, width * BAR_WIDTH).toFixed(1)}" height="${BAR_HEIGHT}"`
  return `<svg width="${BAR_WIDTH + 2}" height="${BAR_HEIGHT + 2}" aria-hidden="true"><rect transform="translate(1 1)" ${size} fill="${fill}" stroke="currentColor"${dashes}/></svg>`
}
