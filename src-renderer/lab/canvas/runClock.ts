/** The run's time from frame to frame: events come in batches, and what moves on screen must not jump from one to the next. */

/** How far from the newest event the clock may be either way, milliseconds of the screen. */
const APART_MS_MAX = 150
/** The run's pace is measured over so much time, and how much of the guess before is kept. */
const MEASURED_MS = 200
const KEPT_SHARE = 0.5
const PACE_MAX = 20

export class RunClock {
  private shown_us = 0
  private newest_us = 0
  private at_ms = 0
  /** Run microseconds per microsecond of the screen, and since when the next guess is measured. */
  private pace = 1
  private measured = { ms: 0, us: 0 }

  /** The run's time on screen at `now_ms`, where its newest event is of `newest_us`. It never goes back within a run. */
  at(now_ms: number, newest_us: number): number {
    if (newest_us < this.newest_us) this.restart(now_ms, newest_us)
    this.newest_us = newest_us
    if (now_ms - this.measured.ms >= MEASURED_MS) this.measure(now_ms, newest_us)
    const apart_us = APART_MS_MAX * 1000 * this.pace
    const next_us = this.shown_us + (now_ms - this.at_ms) * 1000 * this.pace
    this.at_ms = now_ms
    this.shown_us = Math.max(this.shown_us, newest_us - apart_us, Math.min(next_us, newest_us + apart_us))
    return this.shown_us
  }

  private measure(now_ms: number, newest_us: number): void {
    const measured = Math.min(PACE_MAX, (newest_us - this.measured.us) / 1000 / (now_ms - this.measured.ms))
    this.pace = KEPT_SHARE * this.pace + (1 - KEPT_SHARE) * measured
    this.measured = { ms: now_ms, us: newest_us }
  }

  private restart(now_ms: number, newest_us: number): void {
    this.shown_us = newest_us
    this.at_ms = now_ms
    this.pace = 1
    this.measured = { ms: now_ms, us: newest_us }
  }
}
