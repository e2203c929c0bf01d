/**
 * Monotonic reads (Terry et al. 1994): for every session and key there is an order of the key's writes and the session's reads of it,
 * which respects the order of each session's writes and the order of these reads, and in which each read shows the last write before
 * it. In one pass: writes are placed as they are read, those before them in their sessions first; what was left behind stays behind.
 */
import type { Execution } from '../execution/execution'
import { describe, findInvented } from '../findings/finding'
import type { Check, Finding } from '../findings/finding'
import { KeyWrites, WriteMarks } from '../execution/key-writes'
import { observersOf } from '../execution/program-order'
import { INITIAL } from '../execution/versions'

export const checkMonotonicReads: Check = (execution, meter) => {
  const invented = findInvented(execution)
  if (invented) return invented
  const writes = new KeyWrites(execution)
  for (const { reads } of observersOf(execution)) {
    meter.spend(reads.length)
    const keys = new Map<string, KeyView>()
    for (const reader of reads) {
      const { key } = execution.events[reader]!
      let view = keys.get(key)
      if (!view) keys.set(key, (view = new KeyView(execution, writes)))
      const found = view.read(reader)
      if (found) return found
    }
  }
  return null
}

/** What one session has seen of one key. */
class KeyView {
  private readonly readers: number[] = []
  private readonly placed: WriteMarks
  private current = INITIAL

  constructor(
    private readonly execution: Execution,
    private readonly writes: KeyWrites
  ) {
    this.placed = new WriteMarks(writes)
  }

  read(reader: number): Finding | null {
    const { reads, writes } = this.execution.events[reader]!
    this.readers.push(reader)
    const fits = this.place(reads!) && (!writes || (this.mayFollowAtOnce(reader) && this.place(reader)))
    return fits ? null : this.explain(reader)
  }

  /** Makes the write the last one placed; false when others were placed after it. */
  private place(write: number): boolean {
    if (write === this.current) return true
    if (write === INITIAL || this.placed.has(write)) return false
    this.placed.add(write)
    this.current = write
    return true
  }

  /** Whether what its session wrote before can all stand before the current value, so that the write may replace just that. */
  private mayFollowAtOnce(write: number): boolean {
    const before = this.writes.before(write)
    if (before < 0 || this.placed.has(before)) return true
    return this.current !== INITIAL && !this.writes.isBefore(this.current, before)
  }

  private explain(reader: number): Finding {
    const { events } = this.execution
    const sources = this.readers.flatMap((e) => (events[e]!.reads! < 0 ? [] : [events[e]!.reads!]))
    return {
      events: [...new Set([...this.readers, ...sources])],
      why: `${describe(events[reader]!)} goes back behind what the session has read before`
    }
  }
}
