import { computed } from 'vue'
import type { ComputedRef, Ref } from 'vue'
import type { Size } from '../lab/canvas/geometry'
import { useLayout } from '../stores/layout'

/** The font size of the page's root in pixels, by which words and what is around them grow. Read anew with the theme, in present mode and with `size`. */
export function useRootFont(size: Ref<Size>): ComputedRef<number> {
  const layout = useLayout()
  return computed(() => {
    void [layout.theme, layout.presenting, size.value]
    return parseFloat(getComputedStyle(document.documentElement).fontSize)
  })
}
