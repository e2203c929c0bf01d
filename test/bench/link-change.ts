/** How soon an order to change a link is in force, a thousand times in a row under load. */
import { randomOrders, startMesh } from '../integration/fabric/mesh'
import { benchRow, quantile } from './row'
import type { BenchRow } from './row'

const SEED = 31
const CHANGES = 1000

/**
 * From the order to the answer that it is in force, which is a little more than to the change itself. Beside it, in turn, an order that
 * changes nothing: the way to the fabric's process and back. Throws when a connection was dropped.
 */
export async function benchLinkChange(rounds = 5): Promise<BenchRow[]> {
  const { fabric, pairs, stop } = await startMesh(SEED)
  const changes: Figures = { medians: [], p99s: [], slowest: [] }
  const nothing: Figures = { medians: [], p99s: [], slowest: [] }
  for (let round = 0; round < rounds; round++) {
    const [changed_ms, idle_ms]: [number[], number[]] = [[], []]
    for (const order of randomOrders(SEED + round, CHANGES)) {
      changed_ms.push(await timed_ms(() => fabric.apply(order)))
      idle_ms.push(await timed_ms(() => fabric.apply()))
    }
    note(changes, changed_ms)
    note(nothing, idle_ms)
  }
  if (pairs.some(({ sender, receiving }) => (sender.ended ?? receiving.ended) !== null))
    throw new Error('a connection was dropped')
  await stop()
  const beside = (figures: readonly number[]) => ({ name: 'no change', median: benchRow('', 'ms', figures).median })
  return [
    benchRow('link change in force, median', 'ms', changes.medians, { baseline: beside(nothing.medians) }),
    benchRow('link change in force, p99', 'ms', changes.p99s, { baseline: beside(nothing.p99s) }),
    benchRow('link change in force, slowest of 1,000', 'ms', changes.slowest, { baseline: beside(nothing.slowest), goal: '≤ 5' })
  ]
}

/** One of each for each round. */
interface Figures {
  readonly medians: number[]
  readonly p99s: number[]
  readonly slowest: number[]
}

function note({ medians, p99s, slowest }: Figures, times_ms: number[]): void {
  times_ms.sort((a, b) => a - b)
  medians.push(quantile(times_ms, 0.5))
  p99s.push(quantile(times_ms, 0.99))
  slowest.push(times_ms.at(-1)!)
}

async function timed_ms(act: () => Promise<unknown>): Promise<number> {
  const begun_ms = performance.now()
  await act()
  return performance.now() - begun_ms
}
