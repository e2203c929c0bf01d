/**
 * PACELC class (PA/PC, EL/EC) of a configuration, derived from measurements. Without a partition (E, else) two things are
 * measured: whether operations wait for another site (in most sites their median latency grows by at least half a round
 * trip for each round trip of distance), and whether histories without a partition are linearizable. Both reads and writes
 * answered at once and a linearizable history cannot be had together (Attiya and Welch, TOCS 12(2), 1994), so latency was
 * preferred (EL) where some kind of operation does not wait and histories are not linearizable, and consistency (EC) where
 * something waits and they are. Whoever waits for reads and for writes, and is not linearizable, has neither. While a site is
 * cut off, available is who answers on every side whatever is asked (Gilbert and Lynch 2002), once failovers have had their time;
 * consistent is who does not answer everywhere, but whose histories are linearizable.
 */
import { LEADER_SITE, DISTANCES, OTHER_SITES, KINDS, sidesOf } from './measurement'
import type { Answers, DistanceRuns, Kind, PartitionRuns, Side } from './measurement'

/** Least of what a side was asked that it must answer. */
export const ANSWERED_SHARE = 0.95
/** Operations that grow by less with each round trip of distance do not wait. */
export const WAIT_THRESHOLD_ROUND_TRIPS = 0.5

export const PARTITION_CLASSES = ['PA', 'PC', 'neither', 'open'] as const
export type PartitionClass = (typeof PARTITION_CLASSES)[number]
export const ELSE_CLASSES = ['EL', 'EC', 'neither', 'open'] as const
export type ElseClass = (typeof ELSE_CLASSES)[number]

export interface Placement {
  readonly partition: { readonly class: PartitionClass; readonly text: string }
  readonly otherwise: { readonly class: ElseClass; readonly text: string }
}

/** What an operation costs in one sort of site, in round trips between sites; null: not measured at two distances. */
export interface RoundTrips extends Readonly<Record<Kind, number | null>> {
  readonly site: string
  readonly site_count: number
}

/** The slope of median latency over the distance, for each sort of site. */
export function roundTripsOf(distances: readonly DistanceRuns[]): RoundTrips[] {
  const by_group = new Map(
    distances.flatMap(({ latencies }) => latencies.map(({ site, site_count }) => [site, site_count] as const))
  )
  return [...by_group].map(([site, site_count]) => ({
    site: site,
    site_count: site_count,
    reads: slopeOf(distances, site, 'reads'),
    writes: slopeOf(distances, site, 'writes')
  }))
}

/** In most sites: the middle one of all sites by what it costs there; null where that is not known. */
export function medianOverSites(costs: readonly RoundTrips[], kind: Kind): number | null {
  return middle(costs.flatMap(({ site_count, [kind]: cost }) => Array.from({ length: site_count }, () => cost)))
}

function middle(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  return known.length < values.length ? null : (known[Math.floor(known.length / 2)] ?? null)
}

/** Median latency in most sites, in ms; null where nothing was answered. */
export function medianLatencyOverSites({ latencies }: Pick<DistanceRuns, 'latencies'>, kind: Kind): number | null {
  return middle(latencies.flatMap(({ site_count, [kind]: { median_ms } }) => Array.from({ length: site_count }, () => median_ms)))
}

/** Where these measurements place the configuration that they are of. */
export function placementOf(distances: readonly DistanceRuns[], partitions: readonly PartitionRuns[]): Placement {
  return { partition: underPartition(partitions), otherwise: withoutPartition(distances) }
}

function withoutPartition(distances: readonly DistanceRuns[]): Placement['otherwise'] {
  const error = errorOf(distances)
  if (error !== null) return { class: 'open', text: error }
  const costs = roundTripsOf(distances)
  const reads = medianOverSites(costs, 'reads')
  const writes = medianOverSites(costs, 'writes')
  if (reads === null || writes === null) return { class: 'open', text: 'Too few operations were answered to say what they cost.' }
  const { runs, violated, undecided } = total(distances)
  const waiting = [reads, writes].filter((cost) => cost >= WAIT_THRESHOLD_ROUND_TRIPS).length
  const cost = costText(reads, writes)
  if (violated > 0) {
    const lost = `${violated} of ${runs} histories ${violated === 1 ? 'was' : 'were'} not linearizable`
    if (waiting === KINDS.length) return { class: 'neither', text: `${cost}, and still ${lost}.` }
    return { class: 'EL', text: `${cost}; ${lost}.` }
  }
  if (undecided > 0) return { class: 'open', text: `${cost}; ${undecided} of ${runs} histories could not be decided.` }
  const kept = `all ${runs} histories were linearizable`
  if (waiting > 0) return { class: 'EC', text: `${cost}; ${kept}.` }
  return { class: 'open', text: `${cost}, and ${kept} all the same: these runs met no conflict, though others must.` }
}

/** In most sites. */
function costText(reads: number, writes: number): string {
  const waits = (cost: number) => cost >= WAIT_THRESHOLD_ROUND_TRIPS
  if (!waits(reads) && !waits(writes)) return 'In most sites neither reads nor writes wait for another site'
  const one = (kind: string, cost: number) =>
    waits(cost) ? `${kind} take ${tripsText(cost)} round trips` : `${kind} wait for no other site`
  return `In most sites ${one('reads', reads)} and ${one('writes', writes)}`
}

function underPartition(partitions: readonly PartitionRuns[]): Placement['partition'] {
  const error = errorOf(partitions)
  if (error !== null) return { class: 'open', text: error }
  const sides = sidesOf(partitions)
  if (sides.length === 0 || sides.some((side) => KINDS.some((kind) => side[kind].asked === 0))) {
    return { class: 'open', text: 'Some side was asked nothing while a site was cut off.' }
  }
  const { runs, violated, undecided } = total(partitions)
  const histories =
    violated > 0
      ? `${violated} of ${runs} histories ${violated === 1 ? 'was' : 'were'} not linearizable`
      : `all ${runs} histories were linearizable`
  if (sides.every(isAvailable)) return { class: 'PA', text: `Every side answered reads and writes; ${histories}.` }
  const refused = refusalText(sides.filter((side) => !isAvailable(side)))
  if (violated > 0) return { class: 'neither', text: `${refused}. And still ${histories}.` }
  if (undecided > 0) return { class: 'open', text: `${refused}. Of ${runs} histories ${undecided} could not be decided.` }
  return {
    class: 'PC',
    text: `${refused}. ${sides.some(isAvailable) ? 'Who was left went on' : 'No side went on'}; ${histories}.`
  }
}

function errorOf(runs: readonly Pick<DistanceRuns, 'error'>[]): string | null {
  const broken = runs.find(({ error }) => error !== null)
  return broken ? `A run could not be carried out: ${broken.error}` : null
}

/** Whether it answered (nearly) everything of this kind. */
export function answers({ asked, answered }: Answers): boolean {
  return asked > 0 && answered >= ANSWERED_SHARE * asked
}

function isAvailable(side: Side): boolean {
  return KINDS.every((kind) => answers(side[kind]))
}

/** What each of them answered; those with and without a leader together where that made no difference. */
function refusalText(sides: readonly Side[]): string {
  const groups = new Map<string, Side[]>()
  for (const side of sides) {
    const name = `${side.side} ${answeredText(side)}`
    groups.set(name, [...(groups.get(name) ?? []), side])
  }
  const texts = [...groups.values()].map((alike) => {
    const [first] = alike as [Side, ...Side[]]
    return `${sideText(alike.length > 1 ? { ...first, had_leader: null } : first)} answered ${answeredText(first)}`
  })
  return capitalize(texts.join('; '))
}

function answeredText(side: Side): string {
  if (KINDS.every((kind) => side[kind].answered === 0)) return 'nothing'
  const share = (kind: Kind) => (side[kind].answered === 0 ? `no ${kind}` : `${percentText(side[kind])} of ${kind}`)
  const whole = KINDS.filter((kind) => answers(side[kind]))
  const part = KINDS.filter((kind) => !answers(side[kind])).map(share)
  return [...whole, ...part].join(whole.length > 0 ? ', but ' : ' and ')
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A side in words. */
export function sideText({ side, had_leader }: Pick<Side, 'side' | 'had_leader'>): string {
  const name = side === 'cut-off' ? 'the cut-off site' : 'the other sites'
  return had_leader === null ? name : `${name} ${had_leader ? 'with' : 'without'} a leader`
}

/** The share answered, for example `98 %`. */
export function percentText({ asked, answered }: Answers): string {
  return asked === 0 ? '–' : `${Math.floor((100 * answered) / asked)} %`
}

/** A sort of site in words. */
export function siteText(site: string): string {
  if (site === LEADER_SITE) return 'beside a leader'
  return site === OTHER_SITES ? 'elsewhere' : `in ${site}`
}

/** For example `1.0`. */
export function tripsText(round_trips: number): string {
  return Math.max(0, round_trips).toFixed(1)
}

function total(runs: readonly Pick<DistanceRuns, 'runs' | 'violated' | 'undecided'>[]) {
  const sum = (pick: (one: (typeof runs)[number]) => number) => runs.reduce((all, one) => all + pick(one), 0)
  return { runs: sum((one) => one.runs), violated: sum((one) => one.violated), undecided: sum((one) => one.undecided) }
}

/** Least squares through the medians at all distances. */
function slopeOf(distances: readonly DistanceRuns[], site: string, kind: Kind): number | null {
  const points = distances.flatMap(({ distance, latencies }) => {
    const round_trip_ms = DISTANCES.find(({ id }) => id === distance)!.round_trip_ms
    const median_ms = latencies.find((one) => one.site === site)?.[kind].median_ms ?? null
    return median_ms === null ? [] : [{ x: round_trip_ms, y: median_ms }]
  })
  if (points.length < 2) return null
  const mean = (pick: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  return mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2)
}

/** For example `1.0 beside a leader, 2.0 elsewhere`; sites that cost the same are named together. */
export function roundTripsText(costs: readonly RoundTrips[], kind: Kind): string {
  const site_count = new Map<string, string[]>()
  for (const { site, [kind]: cost } of costs) {
    const text = cost === null ? '–' : tripsText(cost)
    site_count.set(text, [...(site_count.get(text) ?? []), siteText(site)])
  }
  if (site_count.size === 1) return `${[...site_count.keys()][0]!} everywhere`
  return [...site_count].map(([text, names]) => `${text} ${names.join(' and ')}`).join(', ')
}

/** The same in figures alone, in the order of the sites: `1.0 / 2.0`. */
export function roundTripsFigures(costs: readonly RoundTrips[], kind: Kind): string {
  return [...new Set(costs.map(({ [kind]: cost }) => (cost === null ? '–' : tripsText(cost))))].join(' / ')
}

/** For example `0.10 ms`, `30 ms`. */
export function latencyText(latency_ms: number | null): string {
  if (latency_ms === null) return '–'
  return `${latency_ms.toFixed(latency_ms >= 10 ? 0 : latency_ms >= 1 ? 1 : 2)} ms`
}
