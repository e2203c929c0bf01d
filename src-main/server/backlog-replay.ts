/**
 * The backlog of a run for pages that join late: encoded once, in slices, shared by all of them and sent at the speed of each.
 */
import type { LabEvent } from '../../src-shared/events'
import { BATCH_EVENTS_MAX } from '../../src-shared/wire/event-batches'

/** Live batches behind the backlog, for pages that are still being sent it; one that is slower than that is let go. */
const TAIL_BYTES_MAX = 16 * 1024 * 1024
/** When more than this was appended since, the next page gets a newly encoded backlog. */
const STALE_BYTES = 1024 * 1024

/** The backlog at one moment, and what came since. */
export class BacklogReplay {
  private readonly slices: (Uint8Array | readonly LabEvent[])[] = []
  private tail_bytes = 0
  /** Pages that are being sent it. */
  reader_count = 0

  constructor(
    readonly run: number,
    backlog: readonly LabEvent[],
    private readonly encode: (events: readonly LabEvent[]) => Uint8Array
  ) {
    for (let at = 0; at < backlog.length; at += BATCH_EVENTS_MAX) this.slices.push(backlog.slice(at, at + BATCH_EVENTS_MAX))
  }

  /** A batch that the pages which are up to date have got. */
  append(batch: Uint8Array): void {
    this.slices.push(batch)
    this.tail_bytes += batch.length
  }

  /** The batch at a place, counted from 0; null: that is all until now. */
  at(place: number): Uint8Array | null {
    const slice = this.slices[place]
    if (slice === undefined) return null
    return slice instanceof Uint8Array ? slice : (this.slices[place] = this.encode(slice))
  }

  /** Whether anybody needs to know how the run goes on behind it. */
  get isNeeded(): boolean {
    return !this.isOverflowed && (this.reader_count > 0 || !this.isStale)
  }

  /** Whether a page that joins now is better off with a new one. */
  get isStale(): boolean {
    return this.tail_bytes > STALE_BYTES
  }

  /** Whether nobody can catch up with it any more. */
  get isOverflowed(): boolean {
    return this.tail_bytes > TAIL_BYTES_MAX
  }
}
