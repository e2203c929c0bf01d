/** A sharded store on three real node processes through the fabric, fdatasync on: puts over few and many shards, and moves. */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { TraceSettings } from '../../src-node/node-core/conditions'
import type { FabricCluster } from './fabric-cluster'
import type { LoadOrder, LoadResult } from './raft-load'
import { benchRow } from './row'
import type { BenchRow } from './row'
import { loadPorts, startSharded } from './sharded-cluster'
import { benchMoves } from './sharded-moves'

const IN_FLIGHT = [16, 64]
const UNTRACED: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: false }

/** Each of them in a group of its own, on all three nodes; last the default number of groups. */
const STORES = [
  { shards: 1, groups: 1 },
  { shards: 4, groups: 4 },
  { shards: 16, groups: 16 },
  { shards: 16, groups: 3 }
]

/** Puts per second beside those over one shard, measured in the same rounds; keys moved, and puts beside moves. */
export async function benchSharded(rounds = 3): Promise<BenchRow[]> {
  console.log(
    `\nsharded: nodes, fabric and load generator share ${availableParallelism()} cores and one disk, so that more shards bring no more of either.`
  )
  const generator = fork(join(__dirname, 'raft-load.cjs'), { serialization: 'advanced' })
  const puts = await measurePuts(generator, rounds)
  const moves = await benchMoves(generator, rounds)
  generator.disconnect()
  return [...putRows(puts), ...moves]
}

/** By number in flight and store. */
type PutRounds = ReadonlyMap<number, ReadonlyMap<string, LoadResult[]>>

/** Processes are started anew each time: those of other stores would take part of the cores although they are idle. */
async function measurePuts(generator: ChildProcess, rounds: number): Promise<PutRounds> {
  const names = STORES.map(({ shards, groups }) => nameOf(shards, groups))
  const puts = new Map(IN_FLIGHT.map((in_flight) => [in_flight, new Map(names.map((name) => [name, [] as LoadResult[]]))]))
  for (let round = 0; round < rounds; round++) {
    for (const { shards, groups } of STORES) {
      const store = await startSharded(groups, { shards, placement: 'modulo' }, UNTRACED)
      for (const [in_flight, results] of puts)
        results.get(nameOf(shards, groups))!.push(await measure(generator, store, in_flight))
      await store.stop()
    }
  }
  return puts
}

function putRows(puts: PutRounds): BenchRow[] {
  const rows: BenchRow[] = []
  for (const [in_flight, results] of puts) {
    const [one] = [...results.values()].map((of_one) =>
      benchRow(
        '',
        '/s',
        of_one.map(({ per_s }) => per_s)
      )
    )
    for (const [name, of_store] of results) {
      const isOne = name === nameOf(1, 1)
      const beside = isOne
        ? {}
        : { baseline: { name: nameOf(1, 1), median: one!.median }, goal: name === nameOf(16, 16) ? '≥ 1 ×' : undefined }
      rows.push(
        benchRow(
          `put, ${in_flight} in flight, ${name}`,
          '/s',
          of_store.map(({ per_s }) => per_s),
          beside
        )
      )
      rows.push(
        benchRow(
          `put, ${in_flight} in flight, ${name}, p99`,
          'ms',
          of_store.map(({ p99_ms }) => p99_ms)
        )
      )
    }
  }
  return rows
}

function nameOf(shards: number, groups: number): string {
  return `${shards} ${shards === 1 ? 'shard' : 'shards'} in ${groups} ${groups === 1 ? 'group' : 'groups'}`
}

async function measure(generator: ChildProcess, store: FabricCluster, in_flight: number): Promise<LoadResult> {
  const order: LoadOrder = {
    name: 'c1',
    sessions: `s${++orders}`,
    ports: loadPorts(store),
    f: 'put',
    in_flight,
    value_bytes: 64,
    warm_up_ms: 500,
    measure_ms: 2000,
    retry_ms: 5
  }
  generator.send(order)
  const [result] = (await once(generator, 'message')) as [LoadResult]
  if (result.refused > 0) console.warn(`${result.refused} requests of ${in_flight} in flight were refused and tried again`)
  return result
}
let orders = 0
