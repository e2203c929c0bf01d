import { onUnmounted, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'
import { frames } from '../lab/browser/frames'
import type { FrameJob } from '../lab/frames/frameScheduler'

/** Counts up to `total()`, `step` more with each frame: for lists of components that would hold the page up if all were mounted at once. */
export function useGradualCount(total: () => number, step: number): Ref<number> {
  const count = shallowRef(0)
  const advance: FrameJob = {
    within_ms: 0,
    run() {
      count.value = Math.min(total(), count.value + step)
      return count.value < total()
    }
  }
  watch(
    total,
    (wanted) => {
      if (count.value > wanted) count.value = wanted
      else if (count.value < wanted && advance.run(0)) frames.request(advance)
    },
    { immediate: true }
  )
  onUnmounted(() => frames.cancel(advance))
  return count
}
