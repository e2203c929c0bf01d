/** Raft puts and linearizable gets, three real node processes with fdatasync on: links direct and through the fabric. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TraceSettings } from '../../src-node/node-core/conditions'
import { DirectCluster } from '../integration/runtime/direct-cluster'
import { startThroughFabric } from './fabric-cluster'
import type { FabricCluster } from './fabric-cluster'
import type { LoadOrder, LoadResult } from './raft-load'
import { benchRow } from './row'
import type { BenchRow } from './row'

const NODES = ['n1', 'n2', 'n3']
const VALUE_BYTES = 64
const WARM_UP_MS = 300
const MEASURE_MS = 2000
const UNTRACED: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: false }
const BARE_SYNC = 'bare append + fdatasync'
const fdatasync = promisify(fs.fdatasync)

/** Operations in flight, and what the design aims for: etcd's figures times 1, 1.5, 2 and 3 (gets: as many as etcd's). */
const LOADS = [
  { in_flight: 1, put: '≥ 1,100', put_p99: '≤ 3.4', get: '≥ 2,000' },
  { in_flight: 16, put: '≥ 6,600', put_p99: '≤ 15.6', get: '≥ 7,000' },
  { in_flight: 64, put: '≥ 14,000', put_p99: '≤ 21 … 28', get: '≥ 9,500' },
  { in_flight: 256, put: '≥ 31,500', put_p99: '≤ 48', get: '≥ 11,500' }
] as const

type LoadFunction = LoadOrder['f']
type Load = (typeof LOADS)[number]

/** One row for each figure; beside them, in the same rounds, what the bare disk does and what direct links allow. */
export async function benchRaftThroughput(rounds = 5): Promise<BenchRow[]> {
  const generator = fork(join(__dirname, 'raft-load.cjs'), { serialization: 'advanced' })
  const clusters = [
    await startDirect(),
    { ...(await startThroughFabric({ nodes: NODES, trace: UNTRACED })), links: 'through the fabric' }
  ]
  const bare_syncs_per_s: number[] = []
  const results = new Map<string, LoadResult[]>()
  // Rounds take turns, so that whatever else the machine does falls on all alike.
  for (let round = 0; round < rounds; round++) {
    bare_syncs_per_s.push(await measureBareSyncs_per_s(clusters[0]!.cluster.folder))
    for (const cluster of clusters) {
      for (const f of ['put', 'get'] as const) {
        for (const load of LOADS) {
          const name = nameOf(f, load, cluster.links)
          results.set(name, [...(results.get(name) ?? []), await measure(generator, cluster, f, load.in_flight)])
        }
      }
    }
  }
  generator.disconnect()
  for (const { stop } of clusters) await stop()
  return [benchRow(BARE_SYNC, '/s', bare_syncs_per_s), ...rowsOf(results, bare_syncs_per_s)]
}

function nameOf(f: LoadFunction, { in_flight }: Load, links: string): string {
  return `${f}, ${in_flight} in flight, ${links}`
}

function rowsOf(results: ReadonlyMap<string, readonly LoadResult[]>, bare_syncs_per_s: readonly number[]): BenchRow[] {
  const rows: BenchRow[] = []
  const medianOf = (name: string) => rows.find((row) => row.name === name)?.median
  for (const links of ['direct', 'through the fabric']) {
    for (const f of ['put', 'get'] as const) {
      for (const load of LOADS) {
        const name = nameOf(f, load, links)
        const figures = { '': 'per_s', ', p50': 'p50_ms', ', p99': 'p99_ms' } as const
        for (const [suffix, figure] of Object.entries(figures)) {
          const values = results.get(name)!.map((result) => result[figure])
          const direct = medianOf(`${nameOf(f, load, 'direct')}${suffix}`)
          const bare = figure === 'per_s' && f === 'put' ? benchRow(BARE_SYNC, '/s', bare_syncs_per_s) : undefined
          const baseline = direct === undefined ? bare : { name: 'direct', median: direct }
          const goal = figure === 'per_s' ? load[f] : figure === 'p99_ms' && f === 'put' ? load.put_p99 : undefined
          rows.push(benchRow(`${name}${suffix}`, figure === 'per_s' ? '/s' : 'ms', values, { baseline, goal }))
        }
      }
    }
  }
  return rows
}

/** Asks the leader; again where it was deposed meanwhile, since then refusals were measured. */
async function measure(
  generator: ChildProcess,
  { cluster, portOf }: BenchCluster,
  f: LoadFunction,
  in_flight: number
): Promise<LoadResult> {
  for (;;) {
    const leader = await findLeader(cluster)
    const order: LoadOrder = {
      name: 'c1',
      sessions: `s${++orders}`,
      ports: { [leader]: portOf(leader) },
      f,
      in_flight,
      value_bytes: VALUE_BYTES,
      warm_up_ms: WARM_UP_MS,
      measure_ms: MEASURE_MS
    }
    generator.send(order)
    const [result] = (await once(generator, 'message')) as [LoadResult]
    if (result.refused === 0) return result
    console.warn(`${leader} refused ${result.refused} of ${in_flight} in flight: measured again`)
  }
}
let orders = 0

interface BenchCluster extends FabricCluster {
  readonly links: string
}

async function startDirect(): Promise<BenchCluster> {
  const cluster = await DirectCluster.start({ nodes: NODES, trace: UNTRACED })
  return { cluster, links: 'direct', portOf: (node) => cluster.ports.get(node)!, stop: () => cluster.close() }
}

/** The newest leader; followers that have heard of it are behind by one heartbeat at most. */
async function findLeader(cluster: DirectCluster): Promise<string> {
  await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader')
  const roles = [...cluster.children.values()].flatMap(({ events }) => events.filter((event) => event.kind === 'role'))
  return roles.filter((event) => event.role === 'leader').reduce((a, b) => (b.term! > a.term! ? b : a)).node
}

/** One append after the other, each with its fdatasync: what a leader's disk allows one client without any network. */
async function measureBareSyncs_per_s(folder: string): Promise<number> {
  const path = join(folder, 'bare')
  const fd = fs.openSync(path, 'w')
  const record = Buffer.alloc(150, 1)
  const begun_ms = performance.now()
  let syncs = 0
  for (; performance.now() - begun_ms < 500; syncs++) {
    fs.writeSync(fd, record)
    await fdatasync(fd)
  }
  fs.closeSync(fd)
  fs.rmSync(path)
  return (syncs * 1000) / (performance.now() - begun_ms)
}
