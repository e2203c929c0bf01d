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
/** In flight at one group, beside which as many groups share the same load, and beside which each of them gets it. */
const IN_FLIGHT = [4, 16, 64, 256]
const SHARED = [16, 64, 256]
const FOR_EACH = [4, 16, 64]
const UNTRACED: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: false }
const ALONE = 'one group'

/** Puts per second of one cluster under one load, and what one group did with so many in flight in the same rounds. */
interface Measured {
  readonly alone: number
  readonly puts_per_s: number[]
}

/** Over many groups the same load as over one, and as much for each; beside them one group, measured in the same rounds. */
export async function benchRaftGroups(rounds = 5): Promise<BenchRow[]> {
  const generator = fork(join(__dirname, 'raft-load.cjs'), { serialization: 'advanced' })
  const clusters = {
    [ALONE]: await startOne(),
    [`${GROUPS} groups, led by one node`]: await startMany(firstLeads),
    [`${GROUPS} groups, led by whom they elect`]: await startMany()
  }
  const figures = new Map<string, Measured>()
  for (let round = 0; round < rounds; round++) {
    for (const alone of IN_FLIGHT) {
      for (const [what, cluster] of Object.entries(clusters)) {
        for (const [load, in_flight] of what === ALONE ? [[`${alone}`, alone] as const] : loadsBeside(alone)) {
          const name = nameOf(load, what)
          const { per_s } = await measure(generator, cluster, in_flight)
          figures.set(name, { alone, puts_per_s: [...(figures.get(name)?.puts_per_s ?? []), per_s] })
        }
      }
    }
  }
  generator.disconnect()
  for (const cluster of Object.values(clusters)) await cluster.close()
  return [...figures].map(([name, measured]) => rowOf(name, measured, figures))
}

/** What many groups are measured with beside so many in flight at one: how it is called, and how many are in flight. */
function loadsBeside(alone: number): (readonly [load: string, in_flight: number])[] {
  const shared = SHARED.includes(alone) ? [[`${alone}`, alone] as const] : []
  const for_each = FOR_EACH.includes(alone) ? [[`${GROUPS} × ${alone}`, GROUPS * alone] as const] : []
  return [...shared, ...for_each]
}

function nameOf(load: string, what: string): string {
  return `put, ${load} in flight, ${what}`
}

function rowOf(name: string, { alone, puts_per_s }: Measured, figures: ReadonlyMap<string, Measured>): BenchRow {
  const name_alone = nameOf(`${alone}`, ALONE)
  if (name === name_alone) return benchRow(name, '/s', puts_per_s)
  const { median } = benchRow('', '/s', figures.get(name_alone)!.puts_per_s)
  return benchRow(name, '/s', puts_per_s, { baseline: { name: `${ALONE}, ${alone} in flight`, median }, goal: '≥ 1 ×' })
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
