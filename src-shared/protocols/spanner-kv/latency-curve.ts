/** What a write takes, over ε: the longer of the commit wait and replication; and what writes of the run have taken. */
import type { RunFold } from '../../folds/run'
import { commitsFold, newestCommit } from './commits'

export interface LatencyPoint {
  readonly epsilon_ms: number
  readonly whole_ms: number
}

export interface Latency {
  readonly replication_ms: number
  /** Of the newest write. */
  readonly newest: LatencyPoint
  /** Of the last writes. */
  readonly measured: readonly LatencyPoint[]
}

/** Points drawn at most: more say nothing more. */
const MEASURED_MAX = 400

/** Null: no write was answered yet. */
export function measuredLatency(run: RunFold): Latency | null {
  const commits = commitsFold.of(run)
  const newest = commits && newestCommit(commits)
  if (!newest) return null
  const every = Math.ceil(commits.recent.length / MEASURED_MAX)
  const recent = commits.recent.toArray().filter((_, at) => at % every === 0)
  const replications = recent.map(({ data }) => data.replication_ms).sort((a, b) => a - b)
  return {
    replication_ms: replications[Math.floor(replications.length / 2)]!,
    newest: newest.data,
    measured: recent.map(({ data }) => data)
  }
}

/** What a write would take with such a doubt. */
export function expectedLatency(epsilon_ms: number, replication_ms: number): number {
  return Math.max(2 * epsilon_ms, replication_ms)
}

/** Where the interval is so long after a stamp, from when the stamp was given; the stamp is its end then. */
export function intervalAfter(
  elapsed_ms: number,
  epsilon_ms: number
): { readonly earliest_ms: number; readonly latest_ms: number } {
  return { earliest_ms: elapsed_ms - epsilon_ms, latest_ms: elapsed_ms + epsilon_ms }
}
