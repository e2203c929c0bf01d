/** Raft puts on three real node processes: over eight groups in each process, and over one; fdatasync on, links direct. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TraceSettings } from '../../src-node/node-core/conditions'
import type { NodeStart } from '../../src-node/runtime/control'
import { groupNames } from '../../src-node/protocols/kit/groups/placement'
import { DirectCluster } from '../integration/runtime/direct-cluster'
import type { LoadOrder, LoadResult } from './raft-load'
import { benchRow } from './row'
import type { BenchRow } from './row'

const NODES = ['n1', 'n2', 'n3']
const GROUPS = 8
const IN_FLIGHT = [16, 64, 256]
const UNTRACED: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: false }

/** Puts per second; beside those over many groups, those over one, measured in the same rounds. */
export async function benchRaftGroups(rounds = 5): Promise<BenchRow[]> {
  const generator = fork(join(__dirname, 'raft-load.cjs'), { serialization: 'advanced' })
  const clusters = {
    'one group': await startOne(),
    [`${GROUPS} groups, led by one node`]: await startMany(firstLeads),
    [`${GROUPS} groups, led by whom they elect`]: await startMany()
  }
  const figures = new Map<string, number[]>()
  for (let round = 0; round < rounds; round++) {
    for (const in_flight of IN_FLIGHT) {
      for (const [what, cluster] of Object.entries(clusters)) {
        const name = `put, ${in_flight} in flight, ${what}`
        figures.set(name, [...(figures.get(name) ?? []), (await measure(generator, cluster, in_flight)).per_s])
      }
    }
  }
  generator.disconnect()
  for (const cluster of Object.values(clusters)) await cluster.close()
  return [...figures].map(([name, puts_per_s], at) => {
    const [, alone] = [...figures][at - (at % Object.keys(clusters).length)]!
    const baseline = { name: 'one group', median: benchRow('', '/s', alone).median }
    return benchRow(name, '/s', puts_per_s, puts_per_s === alone ? {} : { baseline })
  })
}

async function startOne(): Promise<DirectCluster> {
  const cluster = await DirectCluster.start({ nodes: NODES, trace: UNTRACED })
  await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader')
  return cluster
}

/** `parametersOf`: decides who is elected. */
async function startMany(parametersOf?: (node: string) => NodeStart['parameters']): Promise<DirectCluster> {
  const cluster = await DirectCluster.start({ nodes: NODES, trace: UNTRACED, groups: GROUPS, parametersOf })
  for (const group of groupNames(GROUPS))
    await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader' && event.group === group)
  return cluster
}

/** The first node campaigns long before the others. */
function firstLeads(node: string): NodeStart['parameters'] {
  return node === NODES[0] ? {} : { election_timeout_ms: [3000, 6000] }
}

async function measure(generator: ChildProcess, cluster: DirectCluster, in_flight: number): Promise<LoadResult> {
  const order: LoadOrder = {
    name: 'c1',
    sessions: `s${++orders}`,
    ports: Object.fromEntries(cluster.ports),
    f: 'put',
    in_flight,
    value_bytes: 64,
    warm_up_ms: 1000,
    measure_ms: 2000
  }
  generator.send(order)
  const [result] = (await once(generator, 'message')) as [LoadResult]
  if (result.refused > 0) console.warn(`${result.refused} of ${in_flight} in flight were refused`)
  return result
}
let orders = 0
