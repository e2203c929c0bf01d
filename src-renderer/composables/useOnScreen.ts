import { onMounted, onUnmounted, shallowRef } from 'vue'
import type { Ref } from 'vue'

/** Whether any of the element is within the window and not scrolled away; told by the browser, so that nobody has to measure. */
export function useOnScreen(element: Ref<HTMLElement | null>): Ref<boolean> {
  const on_screen = shallowRef(false)
  const observer = new IntersectionObserver((entries) => (on_screen.value = entries.at(-1)!.isIntersecting))
  onMounted(() => element.value && observer.observe(element.value))
  onUnmounted(() => observer.disconnect())
  return on_screen
}
