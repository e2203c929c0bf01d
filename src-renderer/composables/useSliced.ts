import { computed, onUnmounted, shallowRef, watch } from 'vue'
import type { ShallowRef } from 'vue'
import { frames } from '../lab/browser/frames'
import type { FrameJob } from '../lab/frames/frameScheduler'
import type { Sliced } from '../lab/frames/sliced'

/**
 * The newest result of a computation that takes turns between frames, `within_ms` at most apart. What `begin` reads makes it begin anew, as
 * soon as one that is under way has come to its end. null: there is nothing to compute, or no result yet.
 */
export function useSliced<Value>(within_ms: number, begin: () => Sliced<Value> | null): ShallowRef<Value | null> {
  const result = shallowRef<Value | null>(null)
  let running: Sliced<Value> | null = null
  let next: Sliced<Value> | null = null
  const job: FrameJob = {
    within_ms,
    divisible: true,
    run(end_ms) {
      running ??= next
      if (running === next) next = null
      while (running !== null) {
        const step = running.next()
        if (step.done) {
          result.value = step.value
          running = null
        } else if (performance.now() >= end_ms) return true
      }
      return next !== null
    }
  }
  watch(
    computed(begin),
    (begun) => {
      next = begun
      if (begun !== null) return frames.request(job)
      running = null
      result.value = null
    },
    { immediate: true }
  )
  onUnmounted(() => frames.cancel(job))
  return result
}
