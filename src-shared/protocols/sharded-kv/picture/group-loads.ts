/** What groups have and do. */
import type { RunFold } from '../../../folds/run'
import { replicaKey } from '../../../replica'
import { stockOfGroups } from '../maps'
import type { GroupStock } from '../maps'

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
