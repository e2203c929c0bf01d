import type { LoadedRun } from './loadedRun'

/** Of a slice; in the rest of it what was taken in is compressed. */
const DRAINING_SHARE = 0.75

/** All events of a recording while an overview of it is on show, until they are folded and have come to the moment that the overview is at. */
export class Successor {
  private sought_seq: number | null = null

  /** `now_ms` reads any monotonic clock. */
  constructor(
    readonly run: LoadedRun,
    private readonly now_ms: () => number
  ) {}

  /** Works until `end_ms`. True once it can take the place of an overview that is at event `past_seq`; null: at the newest state. */
  work(end_ms: number, past_seq: number | null): boolean {
    // Compressed as it comes in, or it would take three times the room.
    this.run.drain(Math.max(0, (end_ms - this.now_ms()) * DRAINING_SHARE))
    this.run.compress(() => this.now_ms() >= end_ms)
    if (!this.run.whole) return false
    if (past_seq === null) return true
    if (this.sought_seq !== past_seq) this.run.machine.startSeek(past_seq)
    this.sought_seq = past_seq
    return this.run.machine.work(end_ms, this.now_ms)
  }
}
