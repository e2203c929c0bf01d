/** From forking three node processes to the first elected leader. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { DirectCluster } from '../integration/runtime/direct-cluster'
import { benchRow } from './row'
import type { BenchRow } from './row'

const NODES = ['n1', 'n2', 'n3']

export async function benchRaftStart(rounds = 10): Promise<BenchRow[]> {
  const bare_ms: number[] = []
  const ready_ms: number[] = []
  const leader_ms: number[] = []
  for (let round = 0; round < rounds; round++) {
    bare_ms.push(await startAndEndBareProcesses_ms())
    const begun_ms = performance.now()
    const cluster = await DirectCluster.start({ nodes: NODES })
    ready_ms.push(performance.now() - begun_ms)
    await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader')
    leader_ms.push(performance.now() - begun_ms)
    await cluster.close()
  }
  const bare = benchRow('three Node processes that do nothing: start to end', 'ms', bare_ms)
  const baseline = { name: 'doing nothing', median: bare.median }
  return [
    bare,
    benchRow('three Raft nodes: start to ready', 'ms', ready_ms, { baseline }),
    benchRow('three Raft nodes: start to first leader', 'ms', leader_ms, { baseline, goal: '≤ 3,000, window included' })
  ]
}

async function startAndEndBareProcesses_ms(): Promise<number> {
  const begun_ms = performance.now()
  await Promise.all(NODES.map(() => once(spawn(process.execPath, ['-e', '']), 'exit')))
  return performance.now() - begun_ms
}
