/**
 * Sums of different increments, or of several keys: which of each session's increments a reader has seen is a matter of search. What
 * it has seen at one time is a beginning of each session's increments, and open ones as they please. From read to read all the
 * smallest such choices are kept that explain what was read so far: whatever explains a later read contains one of them.
 */
import { describeOperation } from '../../describe'
import type { Meter } from '../meter'
import { chainsOf } from './chains'
import type { Chain } from './chains'
import type { CounterFinding } from './counting'
import { bySession } from './history'
import type { CounterEvent, CounterEvents } from './history'

/** What a view must respect, besides the order of each session's increments. */
export interface ViewRules {
  /** The session's own increments come before its later reads, and after its earlier ones. */
  readonly own: boolean
  /** All reads of a session are explained by one order; otherwise each has one of its own. */
  readonly lasting: boolean
  /** Each key is looked at by itself. */
  readonly local: boolean
}

/** How many of each chain have been seen. */
type View = readonly number[]

/** How many of a chain must be and can be in a view. */
interface Limit {
  readonly least: number
  readonly most: number
}

/** A session none of whose views explains what it read; null: all have one. May throw `OutOfBounds`. */
export function findViewless(events: CounterEvents, rules: ViewRules, meter: Meter): CounterFinding | null {
  const search = new ViewSearch(rules, meter)
  const keys = [...new Set(events.map(({ key }) => key))]
  const parts = rules.local ? keys.map((key) => events.filter((event) => event.key === key)) : [events]
  for (const part of parts) {
    const chains = chainsOf(part)
    for (const members of bySession(part)) {
      const found = search.findUnexplained(members, chains)
      if (found) return found
    }
  }
  return null
}

class ViewSearch {
  /** Choices looked at, over all sessions: what bounds the search. */
  private looked_at = 0

  constructor(
    private readonly rules: ViewRules,
    private readonly meter: Meter
  ) {}

  findUnexplained(members: CounterEvents, chains: readonly Chain[]): CounterFinding | null {
    const { own, lasting } = this.rules
    const lane = own ? members[0]!.lane : null
    const nothing: View = chains.map(() => 0)
    const passed: CounterEvent[] = []
    let views: readonly View[] = [nothing]
    for (const event of members) {
      if (event.by !== null) continue
      views = this.explain(event, lasting ? views : [nothing], chains, limitsAt(chains, lane, event))
      passed.push(event)
      if (views.length > 0) continue
      const why = `${describeOperation(event.operation)}: no choice of increments in the order of their sessions comes to this`
      if (!lasting || passed.length === 1) return { events: [event], why }
      return { events: passed, why: `${why} after what the session had read before` }
    }
    return null
  }

  /** The smallest views above those given that show what was read. */
  private explain(read: CounterEvent, from: readonly View[], chains: readonly Chain[], limits: readonly Limit[]): View[] {
    const found = new Map<string, View>()
    const reach = reachOf(read.key, chains)
    const extend = (view: View, at: number, needed: number) => {
      this.meter.hold(++this.looked_at)
      const chain = chains[at]
      if (!chain) return void (needed === 0 && found.set(view.join(), view))
      if (needed < reach[at]!.low || needed > reach[at]!.high) return
      // Open increments come first among the chains: what those chosen need is known here.
      const least = Math.max(limits[at]!.least, view[at]!, neededBy(view, at, chains))
      let rest = needed
      for (let seen = view[at]!; seen <= limits[at]!.most; seen++) {
        const added = seen > view[at]! ? chain.increments[seen - 1]! : null
        const counts = added?.key === read.key
        if (counts) rest -= added!.by!
        // A longer beginning that adds nothing to the sum is no smallest one.
        if (seen >= least && (counts || seen === least))
          extend(
            view.map((before, chain) => (chain === at ? seen : before)),
            at + 1,
            rest
          )
      }
    }
    for (const view of from) extend(view, 0, read.sees - sumOf(read.key, view, chains))
    return [...found.values()]
  }
}

/** `lane`: of the session whose own increments are placed by its order; null: none are. */
function limitsAt(chains: readonly Chain[], lane: number | null, read: CounterEvent): Limit[] {
  return chains.map(({ increments, open }) => {
    if (increments[0]!.lane !== lane) return { least: 0, most: increments.length }
    const before = increments.filter(({ slot }) => (open ? slot <= read.slot : slot < read.slot)).length
    return { least: open ? 0 : before, most: before }
  })
}

/** How much of this chain the open increments seen come after. */
function neededBy(view: View, at: number, chains: readonly Chain[]): number {
  return chains.reduce((most, { after, needs }, other) => (after === at && view[other]! > 0 ? Math.max(most, needs) : most), 0)
}

/** What the chains from each place on can add to a key, at least and at most. */
function reachOf(of: string, chains: readonly Chain[]): { readonly low: number; readonly high: number }[] {
  const reach: { low: number; high: number }[] = []
  let low = 0
  let high = 0
  for (const { increments } of [...chains].reverse()) {
    for (const { key, by } of increments) {
      if (key !== of) continue
      low += Math.min(by!, 0)
      high += Math.max(by!, 0)
    }
    reach.push({ low, high })
  }
  return reach.reverse()
}

function sumOf(of: string, view: View, chains: readonly Chain[]): number {
  let sum = 0
  view.forEach((seen, at) => {
    for (const { key, by } of chains[at]!.increments.slice(0, seen)) if (key === of) sum += by!
  })
  return sum
}
