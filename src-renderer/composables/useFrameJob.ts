import { onUnmounted } from 'vue'
import { frames } from '../lab/browser/frames'

/** Work of a component that waits for its turn between frames, `within_ms` at most where that can be had; the answer requests it. */
export function useFrameJob(within_ms: number, work: () => void): () => void {
  const job = {
    within_ms,
    run() {
      work()
      return false
    }
  }
  onUnmounted(() => frames.cancel(job))
  return () => frames.request(job)
}
