/** Joins per second of CRDTs with a few thousand elements, and what a delta takes on the wire beside the whole state. */
import { pack } from 'msgpackr'
import type { Crdt } from '../../src-node/crdt/crdt'
import { gCounter } from '../../src-node/crdt/g-counter'
import type { GCounterOp } from '../../src-node/crdt/g-counter'
import { mvRegisterType } from '../../src-node/crdt/mv-register'
import type { MvRegisterOp } from '../../src-node/crdt/mv-register'
import { orMap } from '../../src-node/crdt/or-map'
import type { OrMapOp } from '../../src-node/crdt/or-map'
import { orSet } from '../../src-node/crdt/or-set'
import type { OrSetOp } from '../../src-node/crdt/or-set'
import { rga } from '../../src-node/crdt/rga'
import type { RgaOp } from '../../src-node/crdt/rga'
import { benchRow } from './row'
import type { BenchRow } from './row'

const ELEMENTS = 4_000
const REPLICAS = ['n1', 'n2', 'n3', 'n4', 'n5']
/** Long enough that the clock's grain does not matter. */
const ROUND_MS = 100

const key = (n: number) => `key-${String((n * 2_654_435_761) % 1_000_000).padStart(6, '0')}`

export function benchCrdt(rounds = 7): Promise<BenchRow[]> {
  return Promise.resolve([
    ...bench(gCounter, (): GCounterOp => ({ f: 'increment' }), rounds),
    ...bench(orSet, (n): OrSetOp => ({ f: 'add', element: key(n) }), rounds),
    ...bench(
      orMap(mvRegisterType),
      (n): OrMapOp<MvRegisterOp> => ({ f: 'update', key: key(n), op: { f: 'write', value: `value-${n}` } }),
      rounds
    ),
    ...bench(rga, (n): RgaOp => ({ f: 'insert', index: Math.floor(n / 2), values: ['x'] }), rounds)
  ])
}

/** The replicas take turns at the operations. */
function bench<State, Op>(crdt: Crdt<State, Op, unknown>, op: (n: number) => Op, rounds: number): BenchRow[] {
  const mutate = (state: State, n: number) => crdt.mutate(state, REPLICAS[n % REPLICAS.length]!, op(n))
  let state = crdt.empty
  for (let n = 0; n < ELEMENTS; n++) state = crdt.join(state, mutate(state, n))
  const delta = mutate(state, ELEMENTS)
  const name = `${crdt.name}, ${ELEMENTS.toLocaleString('en')} operations`
  const [ours, theirs] = [1, 2].map((n) => crdt.join(state, mutate(state, ELEMENTS + n)))
  const whole = { name: 'the whole state', median: pack(state).length }
  return [
    benchRow(
      `${name}: mutate`,
      'deltas/s',
      rates(rounds, () => mutate(state, ELEMENTS))
    ),
    benchRow(
      `${name}: join a delta`,
      'joins/s',
      rates(rounds, () => crdt.join(state, delta))
    ),
    benchRow(
      `${name}: join two states`,
      'joins/s',
      rates(rounds, () => crdt.join(ours!, theirs!))
    ),
    benchRow(
      `${name}: read`,
      'values/s',
      rates(rounds, () => crdt.value(state))
    ),
    { ...benchRow(`${name}: a delta`, 'bytes', [pack(delta).length]), baseline: whole }
  ]
}

/** Calls per second; the first round warms the code up. */
function rates(rounds: number, work: () => void): number[] {
  return Array.from({ length: rounds + 1 }, () => {
    const begun_ms = performance.now()
    let calls = 0
    let took_ms = 0
    for (; took_ms < ROUND_MS; took_ms = performance.now() - begun_ms) {
      work()
      calls++
    }
    return (1000 * calls) / took_ms
  }).slice(1)
}
