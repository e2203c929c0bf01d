/** The smallest cycle of each kind. */
import type { Anomaly } from '../../../src-shared/isolation/anomalies'
import type { Meter } from '../consistency/meter'
import { components } from './components'
import type { Walk } from './components'
import { FREE, inducedGraph, KINDS, PREDICATE, PROCESS, REALTIME, RW, VIEW, WR, WW } from './graph'
import type { Graph, InducedGraph } from './graph'
import { smallestCycle } from './smallest-cycle'

/** One edge of a cycle between two transactions; `kind` as bits. */
export interface Leg {
  readonly from: number
  readonly to: number
  readonly kind: number
  readonly key: number
}

export interface FoundCycle {
  readonly anomaly: Anomaly
  readonly legs: readonly Leg[]
}

const OVERLOOKS = RW | PREDICATE
const TIMED = PROCESS | REALTIME
/** What the order of two versions may be known by alone. */
const CONDITIONS = TIMED | VIEW
const DEPENDS = WW | WR

/** A walk along edges of these kinds; `known_by`: those whose order of versions is known so as well, and `by_time` such time alone. */
function walk(kinds: number, known_by = 0, by_time = 0): Walk {
  const next = new Int8Array(KINDS).fill(-1)
  for (let kind = 1; kind < KINDS; kind++) if (isAllowed(kind, kinds, known_by, by_time)) next[kind] = 0
  return { states: 1, next }
}

/** The same without two overlooked writes in a row: the cycles that no snapshots explain (Cerone and Gotsman, JACM 2018). */
function snapshotWalk(known_by = 0, by_time = 0): Walk {
  const next = new Int8Array(2 * KINDS).fill(-1)
  for (let kind = 1; kind < KINDS; kind++) {
    if (!isAllowed(kind, DEPENDS | OVERLOOKS, known_by, by_time)) continue
    const overlooks = (kind & OVERLOOKS) !== 0
    next[kind] = overlooks ? 1 : 0
    if (!overlooks) next[KINDS + kind] = kind === FREE ? 1 : 0
  }
  return { states: 2, next }
}

function isAllowed(kind: number, kinds: number, known_by: number, by_time: number): boolean {
  if (kind === FREE) return true
  const version_order = kind & (DEPENDS | OVERLOOKS)
  const condition = kind & CONDITIONS
  if (version_order === 0) return condition !== 0 && (condition & ~by_time) === 0
  return (version_order & ~kinds) === 0 && (condition & ~known_by) === 0
}

interface Search {
  readonly walk: Walk
  readonly seeds: (kind: number) => boolean
}

const ALL = DEPENDS | OVERLOOKS
const has = (bits: number) => (kind: number) => (kind & bits) !== 0

const WRITES: Search = { walk: walk(WW), seeds: has(WW) }
/** From the plainest; the last ones need time. */
const SEARCHES: readonly Search[] = [
  { walk: walk(DEPENDS), seeds: has(WR) },
  { walk: walk(DEPENDS, VIEW), seeds: has(VIEW) },
  { walk: snapshotWalk(), seeds: has(OVERLOOKS) },
  { walk: walk(RW), seeds: has(RW) },
  { walk: walk(DEPENDS | RW), seeds: has(RW) },
  { walk: walk(ALL), seeds: has(PREDICATE) },
  { walk: snapshotWalk(PROCESS, PROCESS), seeds: has(PROCESS) },
  { walk: walk(ALL, PROCESS, PROCESS), seeds: has(PROCESS) },
  { walk: snapshotWalk(TIMED, REALTIME), seeds: has(REALTIME) },
  { walk: walk(ALL, TIMED, REALTIME), seeds: has(REALTIME) }
]

/** Whatever order there is: real time is that of every client as well. */
const EVERYTHING = walk(ALL, CONDITIONS, REALTIME)

/** The same with what explains it best. */
const SHOWN = walk(ALL, CONDITIONS, TIMED)
const isInCycle = (component: number) => component >= 0

/** The orders that models respect, one transaction after the other and with snapshots: what there is, that of clients, real time. */
export const ORDERS = {
  serial: { none: walk(ALL), process: walk(ALL, PROCESS, PROCESS), realtime: EVERYTHING },
  /** One after the other, where scans may overlook what they do not find. */
  items: {
    none: walk(DEPENDS | RW),
    process: walk(DEPENDS | RW, PROCESS, PROCESS),
    realtime: walk(DEPENDS | RW, TIMED, REALTIME)
  },
  snapshot: { none: snapshotWalk(), process: snapshotWalk(PROCESS, PROCESS), realtime: snapshotWalk(TIMED, REALTIME) }
} as const
/** One after the other, or with snapshots. */
export type Execution = keyof typeof ORDERS

/** One of each anomaly that cycles show. `isCertain`: it has committed whether or not somebody read from it. */
export function findCycles(graph: Graph, isCertain: (transaction: number) => boolean, meter: Meter): FoundCycle[] {
  if (!components(graph, EVERYTHING, meter).some(isInCycle)) return []
  const component = components(graph, SHOWN, meter)
  const core = inducedGraph(graph, (node) => isInCycle(component[node]!))
  const certain = inducedGraph(graph, (node) => isInCycle(component[node]!) && (node >= graph.transactions || isCertain(node)))
  const found = new Map<Anomaly, FoundCycle>()
  const look = ({ graph: part, original }: InducedGraph, { walk, seeds }: Search, rename: (anomaly: Anomaly) => Anomaly) => {
    const cycle = smallestCycle(part, walk, seeds, meter)
    if (!cycle) return
    const legs = legsOf(part, cycle).map((leg) => ({ ...leg, from: original[leg.from]!, to: original[leg.to]! }))
    const anomaly = rename(anomalyOf(legs))
    const known = found.get(anomaly)
    if (!known || known.legs.length > legs.length) found.set(anomaly, { anomaly, legs })
  }
  look(certain, WRITES, (anomaly) => anomaly)
  // One of unknown outcome has committed only if reads are of what was committed.
  if (!found.has('G0')) look(core, WRITES, () => 'G1c')
  for (const search of SEARCHES) look(core, search, (anomaly) => anomaly)
  return [...found.values()]
}

/** From transaction to transaction, stopovers left out. */
function legsOf(graph: Graph, cycle: readonly number[]): Leg[] {
  const { targets, kinds, keys, transactions } = graph
  const legs: Leg[] = []
  const ends = cycle.map((edge) => targets[edge]!)
  const first = ends.findIndex((node) => node < transactions)
  for (let i = 1; i <= cycle.length; i++) {
    const place = (first + i) % cycle.length
    const edge = cycle[place]!
    const from = ends[(place + cycle.length - 1) % cycle.length]!
    if (from >= transactions) continue
    let end = place
    while (ends[end]! >= transactions) end = (end + 1) % cycle.length
    legs.push({ from, to: ends[end]!, kind: kinds[edge]!, key: keys[edge]! })
  }
  return legs
}

function anomalyOf(legs: readonly Leg[]): Anomaly {
  const any = (bits: number) => legs.some(({ kind }) => (kind & bits) !== 0)
  const suffix = any(REALTIME) ? '-realtime' : any(PROCESS) ? '-process' : any(PREDICATE) ? '-predicate' : ''
  if (any(VIEW)) return 'OTV'
  const overlooked = legs.filter(({ kind }) => (kind & OVERLOOKS) !== 0).length
  if (overlooked === 0) {
    const name = any(WR) ? 'G1c' : 'G0'
    return suffix === '-realtime' || suffix === '-process' ? `${name}${suffix}` : name
  }
  if (overlooked === 1) return `G-single${suffix}`
  const overlooks = (place: number) => (legs[place % legs.length]!.kind & OVERLOOKS) !== 0
  if (!legs.some((_, i) => overlooks(i) && overlooks(i + 1))) return `G-nonadjacent${suffix}`
  if (suffix === '-predicate') return 'G2'
  if (suffix !== '') return `G2${suffix}`
  if (overlooked < legs.length) return 'G2-item'
  return legs.every(({ key }) => key === legs[0]!.key) ? 'lost-update' : 'write-skew'
}
