import { onUnmounted, shallowRef, watch } from 'vue'
import { useRun } from '../stores/run'

/** Counts up at this pace, for views that cost more than a line of text; at once when another moment is on show. */
export function useSlowTick(pace_ms: number) {
  const tick = shallowRef(0)
  const timer = setInterval(() => tick.value++, pace_ms)
  const run = useRun()
  watch(
    () => run.travels,
    () => tick.value++
  )
  onUnmounted(() => clearInterval(timer))
  return tick
}
