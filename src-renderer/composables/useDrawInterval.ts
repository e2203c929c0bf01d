import { onUnmounted, watch } from 'vue'
import { useRun } from '../stores/run'
import { useFrameJob } from './useFrameJob'

/** Draw interval while a recording is loading. */
const OPENING_INTERVAL_MS = 1000

/**
 * Calls `draw` between frames at this pace, and as soon as it may when another moment is on show; more seldom while a recording is being
 * opened. The answer asks for it out of turn.
 */
export function useDrawInterval(interval_ms: number, draw: () => void): () => void {
  const run = useRun()
  let drawn_ms = -Infinity
  const request = useFrameJob(interval_ms / 2, draw)
  const timer = setInterval(() => {
    const now_ms = performance.now()
    if (run.opening() && now_ms - drawn_ms < OPENING_INTERVAL_MS) return
    drawn_ms = now_ms
    request()
  }, interval_ms)
  watch(() => run.seeks, request)
  onUnmounted(() => clearInterval(timer))
  return request
}
