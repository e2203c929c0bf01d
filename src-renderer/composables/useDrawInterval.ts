import { onUnmounted, watch } from 'vue'
import { useRun } from '../stores/run'

/** Draw interval while a recording is loading. */
const OPENING_INTERVAL_MS = 1000

/** Calls `draw` at this pace, and at once when another moment is on show; more seldom while a recording is being opened. */
export function useDrawInterval(interval_ms: number, draw: () => void): void {
  const run = useRun()
  let drawn_ms = -Infinity
  const timer = setInterval(() => {
    const now_ms = performance.now()
    if (run.opening() && now_ms - drawn_ms < OPENING_INTERVAL_MS) return
    drawn_ms = now_ms
    draw()
  }, interval_ms)
  watch(() => run.seeks, draw)
  onUnmounted(() => clearInterval(timer))
}
