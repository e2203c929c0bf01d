/** A fourth node joins a sharded store that clients write to: how fast keys move to it, and what writes take meanwhile. */
import type { ChildProcess } from 'node:child_process'
import { on, once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { TraceSettings } from '../../src-node/node-core/conditions'
import type { NodeStart } from '../../src-node/runtime/control'
import type { TimedEvent } from '../../src-shared/events'
import { MapPublished, ShardServing } from '../../src-shared/protocols/sharded-kv/facts'
import type { DirectCluster } from '../integration/runtime/direct-cluster'
import type { LoadOrder, LoadResult } from './raft-load'
import { benchRow } from './row'
import type { BenchRow } from './row'
import { loadPorts, NEWCOMER, startSharded } from './sharded-cluster'

const GROUPS = 3
const KEYS = 8000
const VALUE_BYTES = 1000
const IN_FLIGHT = 4
const CALM_MS = 2000
/** Longer takes no move. */
const MOVE_MS_MAX = 120_000
/** Facts tell when shards arrive. */
const FACTS_ONLY: TraceSettings = { logical_clocks: false, messages_per_s: 0, facts: true }

interface MoveFigures {
  readonly keys: number
  /** From the order to join to the last shard served. */
  readonly took_ms: number
  /** Puts of the clients just before the node joined. */
  readonly calm: LoadResult
  /** Until the last shard had arrived. */
  readonly during: LoadResult
}

/** By name; a source and a target have one move at a time unless said otherwise. */
const KINDS: Readonly<Record<string, NodeStart['parameters']>> = {
  'no throttle': { move_rate_kib: 0 },
  'no throttle, 16 moves at once': { move_rate_kib: 0, moves_at_once: 16 },
  '256 KiB/s a source': { move_rate_kib: 256 }
}

/** Moves of each kind in turn, each on processes that were started for it. */
export async function benchMoves(generator: ChildProcess, rounds: number): Promise<BenchRow[]> {
  const figures = new Map(Object.keys(KINDS).map((kind) => [kind, [] as MoveFigures[]]))
  for (let round = 0; round < rounds; round++)
    for (const [kind, moves] of figures) moves.push(await moveOnce(generator, KINDS[kind]!))
  return [...figures].flatMap(([kind, moves]) => rowsOf(kind, moves))
}

function rowsOf(kind: string, moves: readonly MoveFigures[]): BenchRow[] {
  const row = (name: string, unit: string, figure: (move: MoveFigures) => number, baseline?: BenchRow['baseline']) =>
    benchRow(`${NEWCOMER} joins, ${kind}: ${name}`, unit, moves.map(figure), { baseline })
  const p50 = row('put before, p50', 'ms', ({ calm }) => calm.p50_ms)
  const p99 = row('put before, p99', 'ms', ({ calm }) => calm.p99_ms)
  return [
    row('keys moved', 'keys/s', ({ keys, took_ms }) => (keys * 1000) / took_ms),
    row('keys moved in all', 'keys', ({ keys }) => keys),
    row('to the last shard', 'ms', ({ took_ms }) => took_ms),
    p50,
    row('put meanwhile, p50', 'ms', ({ during }) => during.p50_ms, { name: 'before', median: p50.median }),
    p99,
    row('put meanwhile, p99', 'ms', ({ during }) => during.p99_ms, { name: 'before', median: p99.median })
  ]
}

async function moveOnce(generator: ChildProcess, parameters: NodeStart['parameters']): Promise<MoveFigures> {
  const sharded = await startSharded(GROUPS, parameters, FACTS_ONLY)
  const { cluster } = sharded
  const order: LoadOrder = {
    name: 'c1',
    sessions: 's',
    ports: loadPorts(sharded),
    f: 'put',
    in_flight: IN_FLIGHT,
    value_bytes: VALUE_BYTES,
    keys: KEYS,
    warm_up_ms: 0,
    measure_ms: Infinity,
    retry_ms: 5
  }
  generator.send(order)
  // Keys are put in turn: by then there are all of them.
  for (let put = 0; put < KEYS + IN_FLIGHT; put += (await lap(generator)).operations) await wait(100)
  await wait(CALM_MS)
  const calm = await lap(generator)
  const begun_us = cluster.now_us
  const arrival = untilArrived(cluster)
  await cluster.join(NEWCOMER)
  const { keys, last_us } = await arrival
  const during = await lap(generator)
  generator.send('end')
  await once(generator, 'message')
  await sharded.stop()
  return { keys, took_ms: (last_us - begun_us) / 1000, calm, during }
}

async function lap(generator: ChildProcess): Promise<LoadResult> {
  generator.send('lap')
  const [result] = (await once(generator, 'message')) as [LoadResult]
  return result
}

/** Resolves once all shards that a change of members moves are served where they belong. */
async function untilArrived(cluster: DirectCluster): Promise<{ readonly keys: number; readonly last_us: number }> {
  let misplaced: readonly number[] | null = null
  const served = new Map<number, { readonly keys: number; readonly t: number }>()
  for await (const [events] of on(cluster, 'events', { signal: AbortSignal.timeout(MOVE_MS_MAX) })) {
    for (const event of events as TimedEvent[]) {
      if (MapPublished.is(event)) misplaced ??= event.data.theory?.misplaced ?? null
      // Each copy of the group tells it: the first to do so counts.
      if (ShardServing.is(event) && event.t < (served.get(event.data.shard)?.t ?? Infinity))
        served.set(event.data.shard, { keys: event.data.keys, t: event.t })
    }
    if (misplaced?.every((shard) => served.has(shard))) break
  }
  const shards = [...served.values()]
  return { keys: shards.reduce((sum, { keys }) => sum + keys, 0), last_us: Math.max(...shards.map(({ t }) => t)) }
}
