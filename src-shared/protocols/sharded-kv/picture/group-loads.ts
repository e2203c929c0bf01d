/** What groups have and do, and what a change of groups has cost beside theory. */
import type { RunFold } from '../../../folds/run'
import { replicaKey } from '../../../replica'
import { mapsFold, stockOfGroups } from '../maps'
import type { GroupStock } from '../maps'
import { keysOfMove, movesFold, reachedUs } from '../moves'

/** Operations a second are those between the first and last sample of so long. */
const RATE_US = 2_000_000

export interface GroupLoad extends GroupStock {
  /** Null: not known yet. */
  readonly operations_s: number | null
  /** Its keys beside the mean of all groups. */
  readonly times_mean: number | null
}

export function groupLoads(run: RunFold): GroupLoad[] {
  const stock = stockOfGroups(run)
  const total = stock.reduce((sum, { keys }) => sum + (keys ?? 0), 0)
  return stock.map((group) => ({
    ...group,
    operations_s: highestRate(run, group),
    times_mean: total === 0 || group.keys === null ? null : (group.keys * stock.length) / total
  }))
}

/** The only node of a group tells for it; copies do not all serve, and the busiest tells for all. */
function highestRate(run: RunFold, { name, nodes }: GroupStock): number | null {
  const rates = nodes.flatMap(
    (node) => operationsRate(run, replicaKey(nodes.length === 1 ? { node } : { node, group: name })) ?? []
  )
  return rates.length === 0 ? null : Math.max(...rates)
}

function operationsRate({ gauges, cluster }: RunFold, key: ReturnType<typeof replicaKey>): number | null {
  const span = { from_us: Math.max(0, cluster.now_us - RATE_US), to_us: cluster.now_us + 1 }
  const samples = [...(gauges.replicas.get(key)?.cellsIn(span) ?? [])].map(([, sample]) => sample)
  const counted = samples.filter(({ values }) => values?.['operations'] !== undefined)
  const [first, last] = [counted[0], counted.at(-1)]
  if (!first || !last || first.t_us >= last.t_us) return null
  // Shards take their counts along when they move.
  const grown = Math.max(0, last.values!['operations']! - first.values!['operations']!)
  return (grown * 1e6) / (last.t_us - first.t_us)
}

export interface RegroupingCost {
  /** `n4 joined`. */
  readonly cause: string
  readonly moved_shards: number
  readonly of_shards: number
  readonly moved_keys: number
  readonly of_keys: number
  /** Shares of all keys; `moved_share` is of shards while there are no keys. */
  readonly moved_share: number
  readonly theory_share: number
}

/** Of the newest change of groups; null: there was none. */
export function regroupingCost(run: RunFold): RegroupingCost | null {
  const regrouped = mapsFold.of(run)?.regrouped
  if (!regrouped?.theory) return null
  const { cause, of_shards, of_keys, expected_share } = regrouped.theory
  const since = (movesFold.of(run)?.moves.toArray() ?? []).filter(
    (move) => move.planned_us >= regrouped.t_us && reachedUs(move, 'active') !== null
  )
  const moved_keys = since.reduce((sum, move) => sum + keysOfMove(move), 0)
  const moved_share = of_keys > 0 ? moved_keys / of_keys : since.length / of_shards
  return { cause, moved_shards: since.length, of_shards, moved_keys, of_keys, moved_share, theory_share: expected_share }
}
