/**
 * Vector clocks that count writes: for every event, how many writes of each *chain* come before it. A chain is a run of writes that
 * are in order anyway; an open write is a chain by itself, since it comes before nothing in its session.
 */
import type { Event, Execution } from '../execution/execution'
import type { Meter } from '../meter'
import type { Relation } from './relation'

/** What one chain wrote to one key, in order. */
export interface Segment {
  readonly chain: number
  readonly writes: readonly number[]
}

export interface WriteChains {
  readonly count: number
  /** Chain of each event; -1 for those of none of these chains. */
  readonly chain_of: Int32Array
  /** Place of each write in its chain, from 1. */
  readonly rank_of: Int32Array
  readonly of_key: ReadonlyMap<string, readonly Segment[]>
}

/** Chains followed at once: bounds the memory for clocks. */
const CHAINS_AT_ONCE = 64

/** A chain for each session's writes. */
export function chainsBySession(execution: Execution): WriteChains {
  return numberChains(
    execution,
    groupWrites(execution, ({ lane }) => `${lane}`)
  )
}

/** A chain for what each session wrote to each key. */
export function chainsBySessionAndKey(execution: Execution): WriteChains {
  return numberChains(execution, groupWrites(execution, sessionAndKey))
}

/** The same in groups, with all chains of a key in one. */
export function* chainsByKey(execution: Execution): Generator<WriteChains> {
  const of_key = new Map<string, number[][]>()
  for (const chain of groupWrites(execution, sessionAndKey)) {
    const { key } = execution.events[chain[0]!]!
    const chains = of_key.get(key)
    if (chains) chains.push(chain)
    else of_key.set(key, [chain])
  }
  let group: number[][] = []
  for (const chains of of_key.values()) {
    group = group.concat(chains)
    if (group.length < CHAINS_AT_ONCE) continue
    yield numberChains(execution, group)
    group = []
  }
  if (group.length > 0) yield numberChains(execution, group)
}

function sessionAndKey({ lane, key }: Event): string {
  return `${lane} ${key}`
}

/** The writes in groups, each in the order of its session. */
function groupWrites({ events }: Execution, group: (event: Event) => string): number[][] {
  const groups = new Map<string, number[]>()
  events.forEach((event, e) => {
    if (!event.writes) return
    const name = event.open ? `open ${e}` : group(event)
    const members = groups.get(name)
    if (members) members.push(e)
    else groups.set(name, [e])
  })
  return [...groups.values()].map((members) => members.sort((a, b) => events[a]!.slot - events[b]!.slot))
}

function numberChains({ events }: Execution, chains: readonly (readonly number[])[]): WriteChains {
  const chain_of = new Int32Array(events.length).fill(-1)
  const rank_of = new Int32Array(events.length)
  const of_key = new Map<string, Segment[]>()
  chains.forEach((writes, chain) => {
    const by_key = new Map<string, number[]>()
    writes.forEach((e, i) => {
      chain_of[e] = chain
      rank_of[e] = i + 1
      const { key } = events[e]!
      const segment = by_key.get(key)
      if (segment) segment.push(e)
      else by_key.set(key, [e])
    })
    for (const [key, segment] of by_key) of_key.set(key, [...(of_key.get(key) ?? []), { chain, writes: segment }])
  })
  return { count: chains.length, chain_of, rank_of, of_key }
}

/** For each event, how many writes of each chain come before it, itself included. */
export class WriteClocks {
  private constructor(
    readonly chains: WriteChains,
    private readonly counts: Int32Array
  ) {}

  /** Counts along an order; `sorted` are its events, first ones first. */
  static along(order: Relation, sorted: Int32Array, chains: WriteChains, meter: Meter): WriteClocks {
    const clocks = new WriteClocks(chains, new Int32Array(order.size * chains.count))
    for (const e of sorted) {
      meter.spend((order.before[e]!.length + 1) * chains.count)
      for (const before of order.before[e]!) clocks.join(e, before)
      clocks.countSelf(e)
    }
    return clocks
  }

  copy(): WriteClocks {
    return new WriteClocks(this.chains, this.counts.slice())
  }

  /** Takes over what `before` knows; whether that was news. */
  join(e: number, before: number): boolean {
    const { counts } = this
    const width = this.chains.count
    const to = e * width
    const from = before * width
    let changed = false
    for (let c = 0; c < width; c++) {
      if (counts[from + c]! <= counts[to + c]!) continue
      counts[to + c] = counts[from + c]!
      changed = true
    }
    return changed
  }

  /** Whether the write comes before the event, or is it. */
  includes(e: number, write: number): boolean {
    const { chain_of, rank_of, count } = this.chains
    return this.counts[e * count + chain_of[write]!]! >= rank_of[write]!
  }

  /** The last of the segment's writes that comes before the event; -1 where none does. */
  lastBefore(e: number, { chain, writes }: Segment): number {
    const { chain_of, rank_of, count } = this.chains
    const until = this.counts[e * count + chain]! - (chain_of[e] === chain ? 1 : 0)
    let low = 0
    for (let high = writes.length; low < high;) {
      const middle = (low + high) >>> 1
      if (rank_of[writes[middle]!]! <= until) low = middle + 1
      else high = middle
    }
    return low === 0 ? -1 : writes[low - 1]!
  }

  /** The first of the segment's writes that comes after the write `earlier` (negative: any does); -1 where none does. */
  firstAfter(earlier: number, { writes }: Segment): number {
    let low = 0
    for (let high = earlier < 0 ? 0 : writes.length; low < high;) {
      const middle = (low + high) >>> 1
      if (this.includes(writes[middle]!, earlier)) high = middle
      else low = middle + 1
    }
    return writes[writes[low] === earlier ? low + 1 : low] ?? -1
  }

  /** Whether the event is a write of these chains. */
  isWrite(e: number): boolean {
    return this.chains.chain_of[e]! >= 0
  }

  private countSelf(e: number): void {
    const { chain_of, rank_of, count } = this.chains
    const chain = chain_of[e]!
    if (chain >= 0) this.counts[e * count + chain] = Math.max(this.counts[e * count + chain]!, rank_of[e]!)
  }
}
