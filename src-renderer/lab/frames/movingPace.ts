/** What moves needs no more than this, ms; software rendering is glad of it. */
const INTERVAL_MS = 30
/** Frames come in a raster, a little early or late, ms. */
const RASTER_MS = 4

/**
 * In which of the browser's frames all that moves is painted: those take half of the time at most. Where processors are busy, what moves does
 * so in larger steps, and the page stays quick.
 */
export class MovingPace {
  private painted_ms = -Infinity
  /** From the last painted frame to the one behind it; null: that has not come yet. */
  private taken_ms: number | null = 0

  /** Asked once in each frame. */
  isDue(now_ms: number): boolean {
    const passed_ms = now_ms - this.painted_ms
    this.taken_ms ??= passed_ms
    if (passed_ms < Math.max(INTERVAL_MS, 2 * this.taken_ms - RASTER_MS)) return false
    this.painted_ms = now_ms
    this.taken_ms = null
    return true
  }
}
