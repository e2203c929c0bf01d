import { graphChart } from '../../../charts/kinds/graph'
import type { Graph } from '../../../charts/graph-shapes'
import { timeText } from '../../../charts/time-scale'
import type { RunFold } from '../../../folds/run'
import { counted } from '../../../text/counted'
import { openWaits, waitsFold } from './waits'
import type { Deadlock, Wait } from './waits'

/** A deadlock is shown for so long, and for as long as nobody waits. */
const SHOWN_US = 3_000_000

/** An arrow from each transaction that waits to the one that it waits for, at the key; the newest victim is marked. */
export const waitForChart = graphChart({
  id: 'wait-for',
  title: 'Who waits for whom',
  subtitle: 'transactions that wait for locks, and the key; a deadlock’s victim is marked',
  height_px: 230,
  least_px: 150,
  applies: (run) => waitsFold.of(run) !== null,
  has_data: (run) => (waitsFold.of(run)?.waits.length ?? 0) > 0,
  graph: waitForGraph,
  empty: 'nobody waits for a lock'
})

function waitForGraph(run: RunFold): Graph | null {
  const deadlock = waitsFold.of(run)?.last_deadlock ?? null
  const waits = openWaits(run)
  const is_shown = deadlock !== null && (waits.length === 0 || run.cluster.now_us - deadlock.t_us < SHOWN_US)
  if (is_shown) return deadlockGraph(deadlock)
  return waits.length === 0 ? null : { caption: `now: ${counted(waits.length, 'wait')}`, ...graphOf(waits, null) }
}

function deadlockGraph({ t_us, victim, policy, waits }: Deadlock): Graph {
  return { caption: `at ${timeText(t_us / 1e6)}: ${victim} is the victim (${policy})`, ...graphOf(waits, victim) }
}

function graphOf(waits: readonly Wait[], victim: string | null): Pick<Graph, 'nodes' | 'edges'> {
  const names = new Set(waits.flatMap(({ transaction, waits_for }) => [transaction, waits_for]))
  return {
    nodes: [...names].map((name) => ({ name, mark: name === victim ? 'victim' : null })),
    edges: waits.map(({ transaction, waits_for, on }) => ({ from: transaction, to: waits_for, text: on }))
  }
}
