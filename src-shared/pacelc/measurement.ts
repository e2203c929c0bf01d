/**
 * PACELC (Abadi, "Consistency tradeoffs in modern distributed database system design", IEEE Computer 45(2), 2012), measured: what
 * settings of protocols cost in latency at each distance without a partition, and who is answered while one site is cut off.
 */
import type { ExplorerRow } from '../exploration'
import { DISTANCE_PRESETS } from '../network/netem'
import type { Verdict } from '../verdict'

/** How far the sites are from one another. */
export interface Distance {
  readonly id: keyof typeof DISTANCE_PRESETS
  readonly title: string
  readonly round_trip_ms: number
}

/** Nearest first. */
export const DISTANCES: readonly Distance[] = Object.entries(DISTANCE_PRESETS).map(([id, { title, settings }]) => ({
  id: id as Distance['id'],
  title: title.split(',')[0]!,
  round_trip_ms: 2 * settings.delay_ms
}))

export const KINDS = ['reads', 'writes'] as const
export type Kind = (typeof KINDS)[number]

/** Latencies of what succeeded. */
export interface LatencySummary {
  readonly count: number
  /** null without any. */
  readonly median_ms: number | null
  readonly p99_ms: number | null
}

/** Latency of clients at one kind of site: the leader's site, any other site, or (without a leader) a named site. */
export interface SiteLatency extends Readonly<Record<Kind, LatencySummary>> {
  readonly site: string
  /** Places of this sort. */
  readonly site_count: number
}

/** The names of {@link SiteLatency.site} where somebody leads. */
export const LEADER_SITE = 'leader'
export const OTHER_SITES = 'elsewhere'

/** Operations begun and answered during a partition. */
export interface Answers {
  readonly asked: number
  readonly answered: number
}

/** One side of a partition. */
export interface Side extends Readonly<Record<Kind, Answers>> {
  /** The site that was cut off, or all others. */
  readonly side: 'cut-off' | 'rest'
  /** Whether the leader was there when the partition began; null where nobody leads. */
  readonly had_leader: boolean | null
}

/** A few runs of one configuration, which differ by their seeds. */
interface Runs {
  readonly row: string
  readonly runs: number
  /** Histories that were not linearizable, and those that could not be decided. */
  readonly violated: number
  readonly undecided: number
  /** The verdict on the history of the run to open, and why. */
  readonly verdict: Verdict
  readonly text: string
  /** The run to open: the first that is not linearizable, otherwise the first of all. */
  readonly seed: number
  /** That run as YAML, with the verdict on its history as expectation. */
  readonly scenario: string
  /** Why they say nothing (a run could not be carried out), one sentence; null when all went well. */
  readonly error: string | null
}

/** Without a partition. */
export interface DistanceRuns extends Runs {
  readonly kind: 'distance'
  readonly distance: Distance['id']
  readonly latencies: readonly SiteLatency[]
}

/** One site is cut off for a while, together with its client. */
export interface PartitionRuns extends Runs {
  readonly kind: 'partition'
  /** The site. */
  readonly isolated_site: string
  readonly sides: readonly Side[]
}

export type MeasuredRuns = DistanceRuns | PartitionRuns

/** All that was measured, or as much as somebody asked for. */
export interface Measurement {
  readonly rows: readonly ExplorerRow[]
  /** In the order in which they were done. */
  readonly runs: readonly MeasuredRuns[]
  /** Entries of `runs` when all is done. */
  readonly total: number
}

/** What was measured of one configuration, nearest distance first. */
export function runsOf(
  { runs }: Pick<Measurement, 'runs'>,
  row: string
): { distances: DistanceRuns[]; partitions: PartitionRuns[] } {
  const own = runs.filter((one) => one.row === row)
  const distances = DISTANCES.flatMap(({ id }) =>
    own.filter((one) => one.kind === 'distance' && one.distance === id)
  ) as DistanceRuns[]
  const partitions = own.filter((one): one is PartitionRuns => one.kind === 'partition')
  return { distances, partitions: partitions.sort((a, b) => a.isolated_site.localeCompare(b.isolated_site)) }
}

/** Of several runs together, one for each sort of side. */
export function sidesOf(partitions: readonly Pick<PartitionRuns, 'sides'>[]): Side[] {
  const by_group = new Map<string, Side>()
  for (const side of partitions.flatMap(({ sides }) => sides)) {
    const name = `${side.side} ${side.had_leader}`
    const before = by_group.get(name)
    by_group.set(
      name,
      before ? { ...side, reads: plus(before.reads, side.reads), writes: plus(before.writes, side.writes) } : side
    )
  }
  return [...by_group.values()].sort((a, b) => order(a) - order(b))
}

/** The cut-off site first, and of two the one with the leader. */
function order({ side, had_leader }: Side): number {
  return (side === 'cut-off' ? 0 : 2) + (had_leader === false ? 1 : 0)
}

function plus(a: Answers, b: Answers): Answers {
  return { asked: a.asked + b.asked, answered: a.answered + b.answered }
}

/** A name unlike those of all other runs of the measurement. */
export function runsIdOf(runs: MeasuredRuns): string {
  return `${runs.row}-${runs.kind === 'distance' ? runs.distance : `cut-${runs.isolated_site}`}`
}
