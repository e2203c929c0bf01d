import { onUnmounted, shallowRef, watch } from 'vue'
import type { Ref } from 'vue'

/** Counts up to `total()`, `step` more with each frame: for lists of components that would hold the page up if all were mounted at once. */
export function useGradualCount(total: () => number, step: number): Ref<number> {
  const count = shallowRef(0)
  let frame = 0

  function advance(): void {
    frame = 0
    count.value = Math.min(total(), count.value + step)
    if (count.value < total()) frame = requestAnimationFrame(advance)
  }
  watch(
    total,
    (wanted) => {
      if (count.value > wanted) count.value = wanted
      else if (frame === 0) advance()
    },
    { immediate: true }
  )
  onUnmounted(() => cancelAnimationFrame(frame))
  return count
}
