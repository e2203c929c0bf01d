import { onUnmounted, watch } from 'vue'
import { useRun } from '../stores/run'

/** While a recording comes in, what it shows is over in a moment. */
const OPENING_PACE_MS = 1000

/** Calls `draw` at this pace, and at once when another moment is on show; more seldom while a recording is being opened. */
export function useViewPace(pace_ms: number, draw: () => void): void {
  const run = useRun()
  let drawn_ms = -Infinity
  const timer = setInterval(() => {
    const now_ms = performance.now()
    if (run.opening() && now_ms - drawn_ms < OPENING_PACE_MS) return
    drawn_ms = now_ms
    draw()
  }, pace_ms)
  watch(() => run.travels, draw)
  onUnmounted(() => clearInterval(timer))
}
