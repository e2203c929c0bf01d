import { onUnmounted, shallowRef } from 'vue'

/** Counts up at this pace, for views that cost more than a line of text. */
export function useSlowTick(pace_ms: number) {
  const tick = shallowRef(0)
  const timer = setInterval(() => tick.value++, pace_ms)
  onUnmounted(() => clearInterval(timer))
  return tick
}
