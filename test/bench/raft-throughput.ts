/** Raft puts and linearizable gets, three real node processes with fdatasync on: links direct and through the fabric. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TraceSettings } from '../../src-node/runtime/control'
import { FabricProcess } from '../integration/fabric/harness'
import { DirectCluster } from '../integration/runtime/direct-cluster'
import { bundle } from './bundle'
import { benchRow } from './link-traffic'
import type { BenchRow } from './link-traffic'
import type { LoadOrder, LoadResult } from './raft-load'

const NODES = ['n1', 'n2', 'n3']
const IN_FLIGHT = [1, 16, 64, 256]
const VALUE_BYTES = 64
const UNTRACED: TraceSettings = { logical_clocks: false, messages_per_s: 0, log_marks: false }
const fdatasync = promisify(fs.fdatasync)

export interface RaftBenchOptions {
  readonly rounds?: number
  readonly measure_ms?: number
  readonly in_flight?: readonly number[]
  readonly through_fabric?: boolean
  /** For profiling: extra arguments of the nodes' executable. */
  readonly exec_arguments?: readonly string[]
}

/** One row for each figure; beside them, in the same rounds, what the bare disk does. */
export async function benchRaftThroughput(options: RaftBenchOptions = {}): Promise<BenchRow[]> {
  const { rounds = 5, measure_ms = 2000, in_flight = IN_FLIGHT, through_fabric = true } = options
  const generator = await bundle('test/bench/raft-load.ts')
  const load = fork(generator.path, { serialization: 'advanced' })
  const clusters = [await startCluster(options, false), ...(through_fabric ? [await startCluster(options, true)] : [])]
  const figures = new Map<string, { unit: string; rounds: number[] }>()
  const note = (name: string, unit: string, value: number) => {
    if (!figures.has(name)) figures.set(name, { unit, rounds: [] })
    figures.get(name)!.rounds.push(value)
  }
  // Rounds take turns, so that whatever else the machine does falls on all alike.
  for (let round = 0; round < rounds; round++) {
    note('bare append + fdatasync', '/s', await bareSyncs_per_s(clusters[0]!.cluster.folder))
    for (const { cluster, links, port } of clusters) {
      for (const f of ['put', 'get'] as const) {
        for (const count of in_flight) {
          const name = `${f}, ${count} in flight, links ${links}`
          const order = { name: 'c1', f, in_flight: count, value_bytes: VALUE_BYTES, warm_up_ms: 300, measure_ms }
          const result = await measure(load, cluster, port, order)
          note(name, '/s', result.per_s)
          note(`${name}, p50`, 'ms', result.p50_ms)
          note(`${name}, p99`, 'ms', result.p99_ms)
        }
      }
    }
  }
  load.disconnect()
  for (const { stop } of clusters) await stop()
  generator.remove()
  return [...figures].map(([name, { unit, rounds }]) => benchRow(name, unit, rounds))
}

/** Asks the leader; again where it was deposed meanwhile, since then refusals were measured. */
async function measure(
  load: ChildProcess,
  cluster: DirectCluster,
  port: (node: string) => number,
  order: Omit<LoadOrder, 'port' | 'sessions'>
): Promise<LoadResult> {
  for (;;) {
    const leader = await findLeader(cluster)
    load.send({ ...order, port: port(leader), sessions: `s${++orders}` })
    const [result] = (await once(load, 'message')) as [LoadResult]
    if (result.refused === 0) return result
    console.warn(`${leader} refused ${result.refused} of ${order.in_flight} in flight: measured again`)
  }
}
let orders = 0

interface BenchCluster {
  readonly cluster: DirectCluster
  readonly links: string
  /** Where the load generator reaches a node. */
  readonly port: (node: string) => number
  readonly stop: () => Promise<void>
}

async function startCluster(options: RaftBenchOptions, through_fabric: boolean): Promise<BenchCluster> {
  const { exec_arguments } = options
  if (!through_fabric) {
    const cluster = await DirectCluster.start({ nodes: NODES, trace: UNTRACED, exec_arguments })
    return { cluster, links: 'direct', port: (node) => cluster.ports.get(node)!, stop: () => cluster.close() }
  }
  const fabric = await FabricProcess.start({ nodes: NODES, clients: ['c1'] })
  const peerPort = (from: string, to: string) => fabric.ports[`${from}>${to}`]!
  const cluster = await DirectCluster.start({ nodes: NODES, trace: UNTRACED, exec_arguments, peerPort })
  for (const node of NODES) fabric.target(node, cluster.ports.get(node)!)
  return {
    cluster,
    links: 'through the fabric',
    port: (node) => fabric.ports[`c1>${node}`]!,
    stop: async () => {
      await cluster.close()
      await fabric.stop()
    }
  }
}

/** The newest leader; followers that have heard of it are behind by one heartbeat at most. */
async function findLeader(cluster: DirectCluster): Promise<string> {
  await cluster.untilEvent((event) => event.kind === 'role' && event.role === 'leader')
  const roles = [...cluster.children.values()].flatMap(({ events }) => events.filter((event) => event.kind === 'role'))
  return roles.filter((event) => event.role === 'leader').reduce((a, b) => (b.term > a.term ? b : a)).node
}

/** One append after the other, each with its fdatasync: what a leader's disk allows one client without any network. */
async function bareSyncs_per_s(folder: string): Promise<number> {
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
