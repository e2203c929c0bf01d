/**
 * Read your writes (Terry et al. 1994): for every read there is an order of its key's writes in which it shows the last one before it,
 * with the session's own earlier writes before the read. The order respects that of each session's writes, and puts what the session
 * had read of the key when it wrote before what it wrote. In one pass: what came before a session's last write must not come back.
 */
import type { Event, Execution } from './execution'
import { describe, findInvented, overtaken } from './finding'
import type { Check, Finding } from './finding'
import { INITIAL } from './versions'
import { inSessionOrder } from './program-order'
import { chainsBySessionAndKey } from './write-chains'
import type { WriteChains } from './write-chains'

export const checkReadYourWrites: Check = (execution, meter) => {
  const invented = findInvented(execution)
  if (invented) return invented
  const chains = chainsBySessionAndKey(execution)
  for (const members of inSessionOrder(execution)) {
    meter.spend(members.length)
    const keys = new Map<string, OwnWrites>()
    for (const e of members) {
      const { key } = execution.events[e]!
      let own = keys.get(key)
      if (!own) keys.set(key, (own = new OwnWrites(execution, chains)))
      const found = own.pass(e)
      if (found) return found
    }
  }
  return null
}

/** What one session did to one key. */
class OwnWrites {
  private readonly passed: number[] = []
  /** How far each chain's writes were read. */
  private readonly read = new Map<number, number>()
  /** How far each chain's writes come before the session's last one. */
  private readonly replaced = new Map<number, number>()
  private last = INITIAL

  constructor(
    private readonly execution: Execution,
    private readonly chains: WriteChains
  ) {}

  pass(e: number): Finding | null {
    const event = this.execution.events[e]!
    this.passed.push(e)
    if (event.reads !== null && !this.mayRead(event.reads)) return this.explain(e, event)
    if (event.open) return null
    if (event.reads !== null && event.reads !== INITIAL) raise(this.read, this.chains, event.reads)
    if (!event.writes) return null
    return this.write(e) ? null : this.explain(e, event)
  }

  private mayRead(write: number): boolean {
    return write === this.last || (write !== INITIAL && !reaches(this.replaced, this.chains, write))
  }

  /** False when the session had read this write, or one after it, before it was made. */
  private write(e: number): boolean {
    if (reaches(this.read, this.chains, e)) return false
    for (const [chain, rank] of this.read) this.replaced.set(chain, Math.max(rank, this.replaced.get(chain) ?? 0))
    if (this.last !== INITIAL) raise(this.replaced, this.chains, this.last)
    this.last = e
    return true
  }

  private explain(e: number, { reads }: Event): Finding {
    const { events } = this.execution
    const sources = this.passed.flatMap((p) => (events[p]!.reads !== null && events[p]!.reads! >= 0 ? [events[p]!.reads!] : []))
    const why =
      reads !== null && !this.mayRead(reads)
        ? overtaken(this.execution, e, this.last, 'was made in the same session before the read')
        : `the session had read what ${describe(events[e]!)} wrote, or something newer, before`
    return { events: [...new Set([...this.passed, ...sources])], why }
  }
}

function raise(ranks: Map<number, number>, { chain_of, rank_of }: WriteChains, write: number): void {
  const chain = chain_of[write]!
  ranks.set(chain, Math.max(rank_of[write]!, ranks.get(chain) ?? 0))
}

function reaches(ranks: ReadonlyMap<number, number>, { chain_of, rank_of }: WriteChains, write: number): boolean {
  return (ranks.get(chain_of[write]!) ?? 0) >= rank_of[write]!
}
