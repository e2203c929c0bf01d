/** From one drawing to the next, in times that it took: it has a small part of the page's time, however busy the processors are. */
const APART = 40
/** No drawing is older than this for its sake, ms. */
const APART_MS_MAX = 2000

/** When something that is drawn again and again may be drawn next: what takes long, or has to wait for a processor, is drawn more seldom. */
export class DrawPace {
  private due_ms = -Infinity

  isDue(now_ms: number): boolean {
    return now_ms >= this.due_ms
  }

  /** It was drawn. */
  drew(begun_ms: number, ended_ms: number): void {
    this.due_ms = ended_ms + Math.min(APART_MS_MAX, APART * (ended_ms - begun_ms))
  }
}
