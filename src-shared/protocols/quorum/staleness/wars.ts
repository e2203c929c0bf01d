/**
 * Probabilistically bounded staleness: how likely a read misses a write that was acknowledged t before it began (Bailis et al. 2012).
 * WARS, their model of a Dynamo-style store (§4.1), by Monte Carlo: W, the write's way to a replica; A, the acknowledgement's way back; R, the
 * read request's way; S, the answer's way back. A write is acknowledged with the W-th acknowledgement, a read answered with the R-th answer.
 */
import type { ShareEstimate } from '../../../metrics/wilson'
import { wilson, Z_95 } from '../../../metrics/wilson'
import type { Quantile } from '../../../network/distributions'
import { createRandom } from '../../../random'

/** One-way delays between a replica and those who coordinate, as quantile functions in ms. */
export interface WarsReplica {
  readonly write_ms: Quantile
  readonly acknowledgement_ms: Quantile
  readonly read_ms: Quantile
  readonly answer_ms: Quantile
}

/** Reads of one kind: the replicas as the write's coordinator and the read's have them. */
export interface WarsCase {
  /** How often it occurs, relative to the others. */
  readonly weight: number
  readonly replicas: readonly WarsReplica[]
}

export interface WarsModel {
  /** One at least, each with as many replicas as R and W, or more. */
  readonly cases: readonly WarsCase[]
  readonly r: number
  readonly w: number
  readonly samples: number
  readonly seed: number
}

export interface StalenessPrediction {
  /** Of each sample, ascending: a read that begins less than this after the acknowledgement is stale, ms; at most 0: none is. */
  readonly stale_until_ms: Float64Array
}

/** A time with the interval that it is known to within, ms. */
export interface TimeEstimate {
  readonly ms: number
  readonly low_ms: number
  readonly high_ms: number
}

export function predictStaleness({ cases, r, w, samples, seed }: WarsModel): StalenessPrediction {
  const random = createRandom(seed, 'wars')
  const weights = cumulated(cases)
  const stale_until_ms = new Float64Array(samples)
  for (let at = 0; at < samples; at++) {
    const drawn = countUpTo(weights, random() * weights.at(-1)!)
    stale_until_ms[at] = staleUntil_ms(cases[drawn]!.replicas, r, w, random)
  }
  return { stale_until_ms: stale_until_ms.sort() }
}

/**
 * One write and one read. The read is stale if none of the R replicas whose answers come first has the write when the request reaches it:
 * acknowledged + t + R < W for all of them (§4.1).
 */
function staleUntil_ms(replicas: readonly WarsReplica[], r: number, w: number, random: () => number): number {
  const acknowledged_ms: number[] = []
  const answered_ms: number[] = []
  const lacks_until_ms: number[] = []
  for (const { write_ms, acknowledgement_ms, read_ms, answer_ms } of replicas) {
    const stored_ms = write_ms(random())
    const asked_ms = read_ms(random())
    acknowledged_ms.push(stored_ms + acknowledgement_ms(random()))
    answered_ms.push(asked_ms + answer_ms(random()))
    lacks_until_ms.push(stored_ms - asked_ms)
  }
  let write_done_ms = 0
  for (let i = 0; i < w; i++) write_done_ms = acknowledged_ms.splice(smallest(acknowledged_ms), 1)[0]!
  let lacked_until_ms = Infinity
  for (let i = 0; i < r; i++) {
    const first = smallest(answered_ms)
    answered_ms[first] = Infinity
    lacked_until_ms = Math.min(lacked_until_ms, lacks_until_ms[first]!)
  }
  return lacked_until_ms - write_done_ms
}

/** The place of the smallest, the first of several. */
function smallest(values: readonly number[]): number {
  let place = 0
  for (let i = 1; i < values.length; i++) if (values[i]! < values[place]!) place = i
  return place
}

function cumulated(cases: readonly WarsCase[]): Float64Array {
  let sum = 0
  return Float64Array.from(cases, ({ weight }) => (sum += weight))
}

/** How likely a read that begins `t_ms` after the acknowledgement is stale. */
export function staleShareAt({ stale_until_ms }: StalenessPrediction, t_ms: number): ShareEstimate {
  return wilson(stale_until_ms.length - countUpTo(stale_until_ms, t_ms), stale_until_ms.length)!
}

/** How long after the acknowledgement so many reads are fresh: t-visibility (§3.2), with its 95 % interval by order statistics. */
export function freshAfter({ stale_until_ms }: StalenessPrediction, share: number): TimeEstimate {
  const count = stale_until_ms.length
  const half = Z_95 * Math.sqrt(count * share * (1 - share))
  const at = (rank: number) => Math.max(0, stale_until_ms[Math.min(count - 1, Math.max(0, Math.ceil(rank) - 1))]!)
  return { ms: at(count * share), low_ms: at(count * share - half), high_ms: at(count * share + half) }
}

/** How many of ascending numbers are not above the value. */
function countUpTo(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! > value) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * How likely a read misses each of the last `k` versions where a write stays on the W replicas that acknowledged it: (C(N−W, R) / C(N, R))^k
 * (§3.1, equation 2). A store that goes on to the other replicas is fresher.
 */
export function missedVersionsShare(n: number, r: number, w: number, k: number): number {
  let missed = 1
  for (let i = 0; i < r; i++) missed *= Math.max(0, n - w - i) / (n - i)
  return missed ** k
}
