/** Runs side by side: a row of figures for each, what its partitions did to clients, and whether they met the same faults. */
import type { Judgement } from '../consistency'
import type { EventOf, LabEvent } from '../events'
import { isMessageEvent } from '../events'
import type { NodeId } from '../ids'
import { METRICS } from '../protocols/metrics'
import { Apply } from '../protocols/replicated-log/facts'
import type { Engine } from '../engine'
import type { Reference } from '../scenario/expectations/metric'
import type { Scenario } from '../scenario/schema'
import { positionOf } from '../protocols/replicated-log/positions'
import type { NodeState } from './cluster'
import type { FigureDescription } from './figure'
import { countDivergent } from './contents'
import { createRegionalAnswers, foldRegionalAnswers, regionalFigures } from './regional-answers'
import type { RegionalAnswers, Regions } from './regional-answers'
import type { RunFold } from './run'
import type { SplitsFold } from './splits'
import { createSplitsFold, foldSplits } from './splits'

/** What a comparison needs besides the run's own fold. */
export interface ComparisonFold {
  readonly splits: SplitsFold
  /** Digest of the entry first applied at each of the newest log positions, by `group index`: each group has a log of its own. */
  readonly digests: Map<string, number>
  /** Log positions at which nodes applied different entries. */
  conflicts: number
  /** Messages that nodes and clients sent, by type, or by form where a type has several. */
  readonly sent: Map<string, number>
  /** The newest entry that each node applied. */
  readonly newest: Map<NodeId, { readonly index: number; readonly digest: number }>
  readonly regional: RegionalAnswers
}

const DIGESTS_MAX = 65_536

export function createComparisonFold(): ComparisonFold {
  return {
    splits: createSplitsFold(),
    digests: new Map(),
    conflicts: 0,
    sent: new Map(),
    newest: new Map(),
    regional: createRegionalAnswers()
  }
}

/** Call after `foldEvent` for the same event, with the fold that it went into. */
export function foldComparison(fold: ComparisonFold, event: LabEvent, run: RunFold): void {
  // Most of the stream by far, and nothing to tell sides or logs apart by.
  if (isMessageEvent(event)) return event.kind === 'sent' ? countSent(fold, event) : undefined
  if (Apply.is(event)) {
    const { entries } = event.data
    countConflicts(fold, event.group ?? '', entries)
    const entry = entries.at(-1)
    if (entry) fold.newest.set(event.node, entry)
  }
  foldRegionalAnswers(fold.regional, event)
  foldSplits(fold.splits, event, run, fold.conflicts)
}

function countSent({ sent }: ComparisonFold, { type, forms = [type] }: EventOf<'sent'>): void {
  for (const form of forms) sent.set(form, (sent.get(form) ?? 0) + 1)
}

function countConflicts(
  fold: ComparisonFold,
  group: string,
  entries: readonly { readonly index: number; readonly digest: number }[]
): void {
  const { digests } = fold
  for (const { index, digest } of entries) {
    const position = `${group} ${index}`
    const first = digests.get(position)
    if (first !== undefined && first !== digest) fold.conflicts += 1
    if (first === undefined) digests.set(position, digest)
    if (digests.size > DIGESTS_MAX) digests.delete(digests.keys().next().value!)
  }
}

/** A run that is over, as a comparison takes it in. */
export interface ComparedRun {
  /** Of its scenario. */
  readonly title: string
  readonly protocol: string
  readonly engine: Engine
  readonly seed: number
  /** Of its scenario; absent: none. */
  readonly regions?: Regions
  /** Names of the invariants that its protocol watches. */
  readonly watched: readonly string[]
  readonly fold: RunFold
  readonly comparison: ComparisonFold
  /** Of the whole run. */
  readonly metrics: Readonly<Record<string, number>>
  /** The metrics that its expectations speak of. */
  readonly claimed: readonly Claim[]
  /** Empty: not judged. */
  readonly judgements: readonly Judgement[]
}

export interface Claim {
  readonly metric: string
  /** What others measured. */
  readonly reference: Reference | null
}

export function metricsClaimed({ expectations }: Pick<Scenario, 'expectations'>): Claim[] {
  return expectations.flatMap((expectation) =>
    expectation.expect === 'metric' ? [{ metric: expectation.metric, reference: expectation.reference ?? null }] : []
  )
}

/** Rows of the table. */
export const FIGURES: readonly FigureDescription[] = [
  { name: 'ok_per_s', title: 'Operations that succeeded', unit: '/s', better: 'more' },
  { name: 'fail_per_s', title: 'Operations that certainly did nothing', unit: '/s', better: 'less' },
  { name: 'unknown_per_s', title: 'Operations of unknown outcome', unit: '/s', better: 'less' },
  { name: 'latency_ms.p50', title: 'Latency, median', unit: 'ms', better: 'less', note: 'of successes' },
  { name: 'latency_ms.p99', title: 'Latency, 99th percentile', unit: 'ms', better: 'less', note: 'of successes' },
  {
    name: 'messages_per_operation',
    title: 'Messages per operation',
    unit: '',
    better: 'less',
    note: 'sent in all, for each success'
  },
  {
    name: 'bytes_per_operation',
    title: 'Bytes per operation',
    unit: 'B',
    better: 'less',
    note: 'sent in all, for each success'
  },
  {
    name: 'requests_per_read',
    title: 'Requests per read',
    unit: '',
    better: 'less',
    note: 'tries that came to nothing included'
  },
  {
    name: 'busiest_percent',
    title: 'Requests that the busiest node got',
    unit: '%',
    better: 'less',
    note: 'of all'
  },
  {
    name: 'blocked_ms',
    title: 'Time blocked',
    unit: 'ms',
    better: 'less',
    note: 'writes asked for, none succeeded for 250 ms or more'
  },
  {
    name: 'lost',
    title: 'Acknowledged writes lost',
    unit: '',
    better: 'less',
    note: 'as the protocol tells, or else what partitions cost'
  },
  {
    name: 'in_doubt_ms.max',
    title: 'Longest time in doubt',
    unit: 'ms',
    better: 'less',
    note: 'prepared, the decision not known'
  },
  {
    name: 'locks_held_ms.total',
    title: 'Time keys were locked',
    unit: 'ms',
    better: 'less',
    note: 'of all keys together, for transactions in doubt'
  },
  { name: 'half_done_ms.max', title: 'Longest time half done', unit: 'ms', better: 'less', note: 'of a saga, in the open' },
  {
    name: 'reads_of_part',
    title: 'Reads that saw a part',
    unit: '',
    better: 'less',
    note: 'of a transaction, or of a saga, and were not told so'
  },
  {
    name: 'money_off',
    title: 'Money that does not add up',
    unit: '',
    better: 'less',
    note: 'at the end, or not given back'
  },
  {
    name: 'violations.first_ms',
    title: 'First broken invariant after',
    unit: 'ms',
    better: null,
    note: 'since the run began; none where nothing broke'
  },
  { name: 'elections', title: 'Elections begun', unit: '', better: 'less' },
  { name: 'leaderless_ms.total', title: 'Time without a leader', unit: 'ms', better: 'less', note: 'the start left out' },
  { name: 'staleness_ms_max', title: 'Staleness, longest', unit: 'ms', better: 'less', note: 'of reads' },
  {
    name: 'behind',
    title: 'Nodes that differ at the end',
    unit: '',
    better: 'less',
    note: 'of those that run, by what they applied or keep'
  }
]

/** Breaks when an acknowledged write is gone. */
const LOSS_INVARIANTS: ReadonlySet<string> = new Set(['acknowledged-kept'])

export type Figures = Readonly<Record<string, number | null>>

/** Figures of one run by name; null: the run does not tell. */
export function figuresOf(run: ComparedRun): Figures {
  const { fold, metrics, judgements } = run
  const { operations, cluster } = fold
  const busy_s = (cluster.now_us - (operations.first_us ?? cluster.now_us)) / 1e6
  const rate = (amount: number): number | null => (busy_s > 0 ? amount / busy_s : null)
  const each = (amount: number | undefined): number | null =>
    amount === undefined || operations.ok === 0 ? null : amount / operations.ok
  let bytes = 0
  for (const { counters } of cluster.links.values()) bytes += counters?.bytes_offered ?? 0
  return {
    ...Object.fromEntries(FIGURES.map(({ name }) => [name, metrics[name] ?? null])),
    ok_per_s: rate(operations.ok),
    fail_per_s: rate(operations.fail),
    unknown_per_s: rate(operations.unknown),
    messages_per_operation: each(metrics['messages.sent']),
    bytes_per_operation: each(bytes),
    lost: lostOf(run),
    staleness_ms_max: operations.ok === 0 ? null : stalenessOf(judgements, metrics),
    behind: nodesBehind(run),
    reads_of_part: metrics['totals.off'] ?? metrics['looks.saw_half_done'] ?? null,
    money_off: moneyOff(metrics)
  }
}

function stalenessOf(judgements: ComparedRun['judgements'], metrics: ComparedRun['metrics']): number | null {
  const eventual = judgements.find(({ model }) => model === 'eventual')
  return eventual?.figures.staleness_ms_max ?? metrics['staleness_ms.max'] ?? null
}

/** Of transfers what all accounts add up to, which began with nothing; of sagas what was charged for nothing. */
function moneyOff(metrics: ComparedRun['metrics']): number | null {
  const off = metrics['totals.newest'] ?? metrics['money.off']
  return off === undefined ? null : Math.abs(off)
}

/** Every figure that some of the runs tells, by run, and the indexes of the best. */
export function comparedFigures(runs: readonly ComparedRun[]) {
  const regional = runs.map(({ comparison, regions = {} }) => [...regionalFigures(comparison.regional, regions)])
  const columns = runs.map((run, i): Figures => {
    return { ...run.metrics, ...figuresOf(run), ...Object.fromEntries(regional[i]!.map(([{ name }, value]) => [name, value])) }
  })
  const described = [...claimedFigures(runs), ...FIGURES, ...regional.flat().map(([figure]) => figure)]
  const rows = new Map(described.map((figure) => [figure.name, figure]))
  return [...rows.values()]
    .map((figure) => {
      const values = columns.map((column) => column[figure.name] ?? null)
      return { figure, values, best: bestOf(figure, values) }
    })
    .filter(({ values }) => values.some((value) => value !== null))
}

/** What the runs' expectations speak of, where it is not the same in all of them; which is better they alone know. */
function claimedFigures(runs: readonly ComparedRun[]): FigureDescription[] {
  const names = new Set(runs.flatMap(({ claimed }) => claimed.map(({ metric }) => metric)))
  return METRICS.filter(({ name }) => names.has(name) && new Set(runs.map(({ metrics }) => metrics[name])).size > 1).map(
    ({ name, title, unit }) => ({ name, title, unit, better: null })
  )
}

/** Indexes of the runs with the best figure; none when all are equal, or fewer than two have a value. */
export function bestOf({ better }: FigureDescription, values: readonly (number | null)[]): number[] {
  const known = values.filter((value) => value !== null)
  if (better === null || known.length < 2 || known.every((value) => value === known[0])) return []
  const best = better === 'less' ? Math.min(...known) : Math.max(...known)
  return values.flatMap((value, run_index) => (value === best ? [run_index] : []))
}

/** Beginnings of the same fault this far apart still count as the same script, µs: processes keep no exact time. */
const TIMING_TOLERANCE_US = 500_000

/** Letters that stand for the runs, in their order. */
export const RUN_LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const
/** So many runs fit side by side. */
export const COMPARED_MIN = 2
export const COMPARED_MAX = RUN_LETTERS.length

/** Whether both runs had the same fault actions at the same times (within TIMING_TOLERANCE_US); what concerns nodes of one alone does not count. */
export function sameFaults(a: RunFold, b: RunFold): boolean {
  const [one, other] = [faultsWithin(a, b), faultsWithin(b, a)]
  const near = (x: number | null, y: number | null): boolean =>
    x === null || y === null ? x === y : Math.abs(x - y) <= TIMING_TOLERANCE_US
  return (
    one.length === other.length &&
    one.every((fault, i) => {
      const counterpart = other[i]!
      return (
        JSON.stringify(fault.action) === JSON.stringify(counterpart.action) &&
        near(fault.start_us, counterpart.start_us) &&
        near(fault.end_us, counterpart.end_us)
      )
    })
  )
}

/** Those of a run that concern nodes which the other one has, too. */
function faultsWithin({ faults }: RunFold, { cluster }: RunFold) {
  return faults.intervals.toArray().filter(({ nodes }) => nodes.every((node) => cluster.nodes.has(node)))
}

/** A protocol that watches its acknowledged writes counts them itself; of others the history tells, where a partition had sides. */
function lostOf({ fold, metrics, watched }: ComparedRun): number | null {
  if (!watched.some((name) => LOSS_INVARIANTS.has(name))) return metrics['partition.writes_lost'] ?? null
  const broken = fold.notices.violations.toArray().filter(({ invariant }) => LOSS_INVARIANTS.has(invariant))
  return broken.length + (metrics['writes.lost'] ?? 0)
}

/**
 * Number of nodes whose log end differs from the most advanced node's, or whose contents differ; null where the protocol reports
 * neither.
 */
function nodesBehind({ fold: { cluster }, comparison }: ComparedRun): number | null {
  const up = [...cluster.nodes.values()].filter(isUpOrStoppedCleanly)
  const appliedBy = ({ id }: NodeState): number => positionOf(comparison.splits.positions, id).applied
  const furthest = Math.max(0, ...up.map(appliedBy))
  if (furthest === 0)
    return countDivergent(
      comparison.splits.contents,
      up.map(({ id }) => id)
    )
  const caught_up = up.filter((node) => appliedBy(node) === furthest)
  const ends = caught_up.flatMap(({ id }) => comparison.newest.get(id) ?? []).filter(({ index }) => index === furthest)
  const alike = Math.max(0, ...ends.map(({ digest }) => ends.filter((other) => other.digest === digest).length))
  return up.length - caught_up.length + (ends.length - alike)
}

/** At the end of the run every process is stopped. */
function isUpOrStoppedCleanly({ process, exit }: NodeState): boolean {
  return process === 'running' || (process === 'down' && exit?.reason === 'stopped')
}
