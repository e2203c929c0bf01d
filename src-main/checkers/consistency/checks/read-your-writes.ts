/**
 * Read your writes (Terry et al. 1994): for every read there is an order of its key's writes in which it shows the last one before it,
 * with the session's own earlier writes before the read. The order respects that of each session's writes, and puts what the session
 * had read of the key when it wrote before what it wrote (there is none where it had read just that). In one pass: what came before a session's last write must not come back.
 */
import type { Event, Execution } from '../execution/execution'
import { describe, findInvented, overtaken } from '../findings/finding'
import type { Check, Finding } from '../findings/finding'
import { KeyWrites, WriteMarks } from '../execution/key-writes'
import { inSessionOrder } from '../execution/program-order'
import { INITIAL } from '../execution/versions'

export const checkReadYourWrites: Check = (execution, meter) => {
  const invented = findInvented(execution)
  if (invented) return invented
  const writes = new KeyWrites(execution)
  for (const members of inSessionOrder(execution)) {
    meter.spend(members.length)
    const keys = new Map<string, OwnWrites>()
    for (const e of members) {
      const { key } = execution.events[e]!
      let own = keys.get(key)
      if (!own) keys.set(key, (own = new OwnWrites(execution, writes)))
      const found = own.pass(e)
      if (found) return found
    }
  }
  return null
}

/** What one session did to one key. */
class OwnWrites {
  private readonly passed: number[] = []
  /** What was read. */
  private readonly read: WriteMarks
  /** What comes before the session's last write. */
  private readonly replaced: WriteMarks
  private last = INITIAL

  constructor(
    private readonly execution: Execution,
    writes: KeyWrites
  ) {
    this.read = new WriteMarks(writes)
    this.replaced = new WriteMarks(writes)
  }

  pass(e: number): Finding | null {
    const event = this.execution.events[e]!
    this.passed.push(e)
    if (event.reads !== null && !this.mayRead(event.reads, event.writes)) return this.explain(e, event)
    if (!event.open && event.reads !== null && event.reads !== INITIAL) this.read.add(event.reads)
    if (!event.writes) return null
    if (this.read.has(e)) return this.explain(e, event)
    if (!event.open) this.write(e)
    return null
  }

  /** `replaces`: by a write of the session's own, which comes right after it, and so after all that was read before. */
  private mayRead(write: number, replaces: boolean): boolean {
    if (replaces && this.isOutdated(write)) return false
    return write === this.last || (write !== INITIAL && !this.replaced.has(write))
  }

  private isOutdated(write: number): boolean {
    return write === INITIAL ? !this.read.isEmpty : this.read.hasLater(write)
  }

  private write(e: number): void {
    this.replaced.addAll(this.read)
    if (this.last !== INITIAL) this.replaced.add(this.last)
    this.last = e
  }

  private explain(e: number, { reads, writes }: Event): Finding {
    const { events } = this.execution
    const sources = this.passed.flatMap((p) => (events[p]!.reads !== null && events[p]!.reads! >= 0 ? [events[p]!.reads!] : []))
    if (reads !== null && writes && this.isOutdated(reads)) {
      const why = `${describe(events[e]!)} replaces a value older than what the session had read before`
      return { events: [...new Set([...this.passed, ...sources])], why }
    }
    const why =
      reads !== null && !this.mayRead(reads, writes)
        ? overtaken(this.execution, e, this.last, 'was made in the same session before the read')
        : `the session had read what ${describe(events[e]!)} wrote, or something newer, before`
    return { events: [...new Set([...this.passed, ...sources])], why }
  }
}
