import { onUnmounted, ref } from 'vue'

/** Narrower, the inspector is a drawer. The same number stands in the bar's breakpoint. */
const WIDE_PX = 1180

export function useWideWindow() {
  const query = matchMedia(`(min-width: ${WIDE_PX}px)`)
  const wide = ref(query.matches)
  const follow = () => (wide.value = query.matches)
  query.addEventListener('change', follow)
  onUnmounted(() => query.removeEventListener('change', follow))
  return wide
}
