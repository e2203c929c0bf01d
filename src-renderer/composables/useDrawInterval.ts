import { onUnmounted, watch } from 'vue'
import { useRun } from '../stores/run'
import { useFrameJob } from './useFrameJob'

/** Calls `draw` between frames at this pace, and as soon as it may when another moment is on show. The answer asks for it out of turn. */
export function useDrawInterval(interval_ms: number, draw: () => void): () => void {
  const run = useRun()
  const request = useFrameJob(interval_ms / 2, draw)
  const timer = setInterval(request, interval_ms)
  watch(() => run.seeks, request)
  onUnmounted(() => clearInterval(timer))
  return request
}
