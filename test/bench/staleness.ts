/**
 * Stale reads of a quorum store beside WARS (Bailis et al. 2012, §5.2): one-way delays are exponential, the write's (W) longer than the others'
 * (A = R = S). One node coordinates all writes and another all reads, neither is a replica; every write has a key and a read of its own, so that
 * all pairs are independent.
 */
import { simulate } from '../../src-main/lab/run/simulate'
import { findProtocol } from '../../src-node/protocols/registry'
import type { LabEvent } from '../../src-shared/events'
import { createRunFold, foldEvent } from '../../src-shared/folds/run'
import { createRandom } from '../../src-shared/random'
import { scenarioSchema } from '../../src-shared/scenario/schema'
import { quorum } from '../../src-shared/protocols/quorum'
import { hashText } from '../../src-shared/protocols/quorum/placement-in-turn'
import { predictionOf, stalenessBins } from '../../src-shared/protocols/quorum/staleness/comparison'
import { stalenessFold } from '../../src-shared/protocols/quorum/staleness/fold'
import { freshAfter } from '../../src-shared/protocols/quorum/staleness/wars'
import { benchRow, median } from './row'
import type { BenchRow } from './row'

/** Means of the delays, ms: long enough that disks and sockets weigh next to nothing. */
const DELAYS = [
  { write_ms: 200, others_ms: 100 },
  { write_ms: 200, others_ms: 20 },
  { write_ms: 50, others_ms: 50 }
]
const QUORUMS = [
  { r: 1, w: 1 },
  { r: 1, w: 2 },
  { r: 2, w: 1 }
]

const NODES = 5
const REPLICAS = ['n1', 'n2', 'n3']
const WRITER = 'n4'
const READER = 'n5'
const CLIENTS = 32
/** A script has 10,000 operations at most. */
const PAIRS = 5_000
const PAIR_EVERY_MS = 4
const START_MS = 2_000
const SETTLE_MS = 8_000
const SAMPLES = 200_000

interface Case {
  readonly write_ms: number
  readonly others_ms: number
  readonly r: number
  readonly w: number
}

interface Outcome {
  /** Measured off predicted, root mean square over the reads until 99.9 % are fresh, in points. */
  readonly error: number
  /** What that would be by chance alone, were the prediction right. */
  readonly chance: number
  /** Stale reads measured less predicted, in points: what remains where chance evens out. */
  readonly bias: number
  /** Spans of time whose measured 95 % interval holds the prediction, %. */
  readonly within: number
  readonly fresh_999_ms: number
}

/** One round is 5,000 writes and reads of each case. */
export function benchStaleness(rounds = 3): Promise<BenchRow[]> {
  const cases = QUORUMS.flatMap((sizes) => DELAYS.map((delays): Case => ({ ...sizes, ...delays })))
  const measured = cases.map((one) => ({ one, outcomes: Array.from({ length: rounds }, (_, at) => outcomeOf(one, at + 1)) }))
  const rows = measured.flatMap(({ one: { write_ms, others_ms, r, w }, outcomes }) => {
    const name = `R = ${r}, W = ${w}; write ${write_ms} ms, others ${others_ms} ms`
    return [
      benchRow(
        `${name}: RMSE`,
        'points',
        outcomes.map(({ error }) => error),
        {
          baseline: { name: 'by chance alone', median: median(outcomes.map(({ chance }) => chance)) }
        }
      ),
      benchRow(
        `${name}: spans within`,
        '%',
        outcomes.map(({ within }) => within)
      ),
      benchRow(
        `${name}: 99.9 % fresh, by WARS`,
        'ms',
        outcomes.map(({ fresh_999_ms }) => fresh_999_ms)
      )
    ]
  })
  const means = (of: (outcome: Outcome) => number) =>
    Array.from(
      { length: rounds },
      (_, at) => measured.reduce((sum, { outcomes }) => sum + of(outcomes[at]!), 0) / measured.length
    )
  const baseline = { name: 'by chance alone', median: median(means(({ chance }) => chance)) }
  return Promise.resolve([
    ...rows,
    benchRow(
      'all cases: mean RMSE (the paper: 0.28)',
      'points',
      means(({ error }) => error),
      { baseline }
    ),
    benchRow(
      'all cases: stale reads, measured less predicted',
      'points',
      means(({ bias }) => bias)
    )
  ])
}

function outcomeOf(one: Case, seed: number): Outcome {
  // As text it would be longer than a scenario file may be.
  const scenario = scenarioSchema.parse(scenarioOf(one, seed))
  const fold = createRunFold(quorum)
  const onEvents = (events: readonly LabEvent[]) => events.forEach((event) => foldEvent(fold, event))
  simulate({ scenario, protocol: findProtocol('quorum'), seed, onEvents })
  const state = stalenessFold.of(fold)!
  const prediction = predictionOf(state, fold.cluster, SAMPLES)!
  const fresh_999_ms = freshAfter(prediction, 0.999).ms
  const bins = stalenessBins(state, prediction).filter(({ from_ms }) => from_ms <= fresh_999_ms)
  const reads = bins.reduce((sum, bin) => sum + bin.reads, 0)
  const squares = bins.reduce((sum, bin) => sum + bin.reads * (bin.measured.share - bin.predicted!.share) ** 2, 0)
  const difference = bins.reduce((sum, bin) => sum + bin.reads * (bin.measured.share - bin.predicted!.share), 0)
  const within = bins.filter(({ measured, predicted }) => predicted!.high >= measured.low && predicted!.low <= measured.high)
  const variance = bins.reduce((sum, { predicted }) => sum + predicted!.share * (1 - predicted!.share), 0)
  return {
    error: 100 * Math.sqrt(squares / reads),
    chance: 100 * Math.sqrt(variance / reads),
    bias: (100 * difference) / reads,
    within: (100 * within.length) / bins.length,
    fresh_999_ms
  }
}

function scenarioOf({ write_ms, others_ms, r, w }: Case, seed: number): object {
  const exponential = (mean_ms: number) => ({
    delay_ms: mean_ms,
    jitter_ms: mean_ms,
    distribution: 'exponential',
    order: 'may-reorder'
  })
  const slow = REPLICAS.map((to) => ({ from: WRITER, to, both: false, link: exponential(write_ms) }))
  return {
    name: 'staleness',
    title: 'Stale reads beside WARS',
    summary: 'Pairs of a write and a read.',
    engine: 'simulation',
    cluster: {
      protocol: 'quorum',
      nodes: NODES,
      parameters: {
        read_quorum: r,
        write_quorum: w,
        read_repair: false,
        hinted_handoff: false,
        anti_entropy_ms: 0,
        request_timeout_ms: 30_000
      }
    },
    network: { default: exponential(others_ms), links: slow },
    workload: {
      clients: CLIENTS,
      timeout: '30s',
      retry: { attempts: 1, attempt_timeout: '30s' },
      script: pairs(2 * (write_ms + others_ms), seed)
    },
    duration: `${START_MS + PAIRS * PAIR_EVERY_MS + SETTLE_MS}ms`,
    checks: []
  }
}

/** Reads begin up to so long after their write did. */
function pairs(until_ms: number, seed: number): object[] {
  const random = createRandom(seed, 'pairs')
  const keys = keysOfFirstRange(PAIRS)
  return keys.flatMap((key, i) => {
    const at_ms = START_MS + i * PAIR_EVERY_MS
    const read_ms = at_ms + Math.round(random() * until_ms)
    const client = `c${1 + (i % CLIENTS)}`
    return [
      { at: `${at_ms}ms`, client, node: WRITER, operation: { f: 'put', key, value: key } },
      { at: `${read_ms}ms`, client, node: READER, operation: { f: 'get', key } }
    ]
  })
}

/** Keys whose replicas are the first three nodes. */
function keysOfFirstRange(count: number): string[] {
  const keys: string[] = []
  for (let i = 1; keys.length < count; i++) if (hashText(`k${i}`) % NODES === 0) keys.push(`k${i}`)
  return keys
}
