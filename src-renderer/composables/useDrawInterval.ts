import { onUnmounted, watch } from 'vue'
import { DrawPace } from '../lab/frames/drawPace'
import { useRun } from '../stores/run'
import { useFrameJob } from './useFrameJob'

/**
 * Calls `draw` between frames at this pace, more seldom where it takes long, and as soon as it may when another moment is on show. The answer
 * asks for it out of turn.
 */
export function useDrawInterval(interval_ms: number, draw: () => void): () => void {
  const run = useRun()
  const pace = new DrawPace()
  const request = useFrameJob(interval_ms / 2, () => {
    const begun_ms = performance.now()
    draw()
    pace.drew(begun_ms, performance.now())
  })
  const timer = setInterval(() => pace.isDue(performance.now()) && request(), interval_ms)
  watch(() => run.seeks, request)
  onUnmounted(() => clearInterval(timer))
  return request
}
