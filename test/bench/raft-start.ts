/** From forking three node processes to the first elected leader. */
import { DirectCluster } from '../integration/runtime/direct-cluster'
import { benchRow } from './link-traffic'
import type { BenchRow } from './link-traffic'

const NODES = ['n1', 'n2', 'n3']

export async function benchRaftStart(rounds = 10): Promise<BenchRow[]> {
  const ready_ms: number[] = []
  const leader_ms: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begun_ms = performance.now()
    const cluster = await DirectCluster.start({ nodes: NODES })
    ready_ms.push(performance.now() - begun_ms)
    await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader')
    leader_ms.push(performance.now() - begun_ms)
    await cluster.close()
  }
  return [
    benchRow('raft, three processes: start to ready', 'ms', ready_ms),
    benchRow('raft, three processes: start to first leader', 'ms', leader_ms)
  ]
}
