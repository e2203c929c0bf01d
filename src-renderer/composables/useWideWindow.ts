import { onUnmounted, ref } from 'vue'

/** Narrower, the inspector is a drawer. The same number stands in the bar, for its button. */
const WIDE_PX = 1180

/** Whether the window is at least so wide. */
export function useWideWindow(least_px = WIDE_PX) {
  const query = matchMedia(`(min-width: ${least_px}px)`)
  const wide = ref(query.matches)
  const follow = () => (wide.value = query.matches)
  query.addEventListener('change', follow)
  onUnmounted(() => query.removeEventListener('change', follow))
  return wide
}
