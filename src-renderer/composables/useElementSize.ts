import { onMounted, onUnmounted, shallowRef } from 'vue'
import type { Ref } from 'vue'
import type { Size } from '../lab/canvas/geometry'

/** The element's inner size in pixels, kept up to date. */
export function useElementSize(element: Ref<HTMLElement | null>): Ref<Size> {
  const size = shallowRef<Size>({ width: 0, height: 0 })
  const observer = new ResizeObserver(([entry]) => {
    if (entry) size.value = { width: entry.contentRect.width, height: entry.contentRect.height }
  })
  onMounted(() => element.value && observer.observe(element.value))
  onUnmounted(() => observer.disconnect())
  return size
}
