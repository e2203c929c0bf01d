/** When the cluster could not do its work, as its folds know it: without a leader, without a quorum. */
import { hasQuorum, hubsOf } from '../folds/cluster-reach'
import { quorumOf } from '../folds/reachability'
import type { RunFold } from '../folds/run'
import type { ChartView } from './definition'
import { durationText } from './time-scale'

export interface Outage {
  readonly from_us: number
  readonly to_us: number
  /** Longest first: `no leader 412 ms`, `412 ms`. */
  readonly texts: readonly string[]
}

const NO_QUORUM = 'no quorum'
/** Outages drawn at once, the longest. */
const DRAWN_MAX = 60

interface Known {
  readonly events: number
  readonly outages: readonly Outage[]
}
/** Every chart of a round asks for the same ones. */
const known = new WeakMap<RunFold, Known>()

/** Those that the view shows some of, clipped to it, oldest first. What a cluster lacks while it starts is none. */
export function outagesIn(fold: RunFold, view: ChartView): Outage[] {
  const shown = outagesOf(fold)
    .filter(({ from_us, to_us }) => to_us > view.from_us && from_us < view.to_us)
    .map((one) => ({ ...one, from_us: Math.max(one.from_us, view.from_us), to_us: Math.min(one.to_us, view.to_us) }))
  if (shown.length <= DRAWN_MAX) return shown
  const length = ({ from_us, to_us }: Outage): number => to_us - from_us
  return shown
    .sort((a, b) => length(b) - length(a))
    .slice(0, DRAWN_MAX)
    .sort((a, b) => a.from_us - b.from_us)
}

function outagesOf(fold: RunFold): readonly Outage[] {
  const before = known.get(fold)
  if (before?.events === fold.events) return before.outages
  const without_quorum = quorumless(fold)
  const declared = declaredOutages(fold, without_quorum)
  const others = without_quorum
    .filter((one) => !declared.some((other) => overlap(one, other)))
    .map((one) => outage(NO_QUORUM, one))
  const outages = [...declared, ...others].sort((a, b) => a.from_us - b.from_us)
  known.set(fold, { events: fold.events, outages })
  return outages
}

interface Span {
  readonly from_us: number
  readonly to_us: number
  readonly goes_on: boolean
}

/** Of spans that the protocol declares; one during which there was no quorum says so. */
function declaredOutages({ declared, cluster }: RunFold, without_quorum: readonly Span[]): Outage[] {
  return declared.flatMap(({ fold: { spans }, state }) =>
    (spans?.spans(state) ?? [])
      .filter(({ start_us, end_us }) => start_us > 0 && (end_us === null || end_us > start_us))
      .map(({ start_us, end_us }) => {
        const span = { from_us: start_us, to_us: end_us ?? cluster.now_us, goes_on: end_us === null }
        const why = without_quorum.some((other) => overlap(span, other)) ? NO_QUORUM : null
        return outage(spans!.title, span, why)
      })
  )
}

function outage(title: string, { from_us, to_us, goes_on }: Span, why: string | null = null): Outage {
  const length = `${durationText((to_us - from_us) / 1000)}${goes_on ? ' so far' : ''}`
  const texts = [`${title} ${length}`, length]
  return { from_us, to_us, texts: why === null ? texts : [`${title} ${length}, ${why}`, ...texts] }
}

function overlap(a: Span | Outage, b: Span | Outage): boolean {
  return a.from_us < b.to_us && b.from_us < a.to_us
}

/** When nobody reached a quorum, once somebody had; none where the protocol asks no majority. */
function quorumless({ partition, cluster }: RunFold): Span[] {
  if (hasQuorum(cluster, []) === null) return []
  const spans: Span[] = []
  let since_us: number | null = null
  let had_one = false
  for (const { t_us, groups } of partition.steps) {
    if (quorumOf(groups) === true || hubsOf(cluster, groups).length > 0) {
      had_one = true
      if (since_us !== null) spans.push({ from_us: since_us, to_us: t_us, goes_on: false })
      since_us = null
    } else if (had_one) since_us ??= t_us
  }
  if (since_us !== null && cluster.now_us > since_us) spans.push({ from_us: since_us, to_us: cluster.now_us, goes_on: true })
  return spans
}
