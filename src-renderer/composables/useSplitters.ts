import { onMounted, watch } from 'vue'
import type { Ref } from 'vue'

/** Tells screen readers what each splitter divides and where it stands; the library leaves that out. */
export function useSplitters(element: Ref<HTMLElement | null>, arrangement: () => unknown): void {
  function describe(): void {
    for (const splitter of element.value?.querySelectorAll<HTMLElement>('.splitpanes__splitter') ?? []) {
      const container = splitter.parentElement!
      const vertical = container.classList.contains('splitpanes--vertical')
      const before = splitter.previousElementSibling as HTMLElement
      const share = vertical ? before.offsetWidth / container.offsetWidth : before.offsetHeight / container.offsetHeight
      splitter.setAttribute('aria-label', nameOf(container, vertical))
      splitter.setAttribute('aria-valuemin', '0')
      splitter.setAttribute('aria-valuemax', '100')
      splitter.setAttribute('aria-valuenow', String(Math.round(share * 100)))
    }
  }
  // The library draws its splitters one tick after its panes.
  const later = () => requestAnimationFrame(describe)
  onMounted(later)
  watch(arrangement, later, { flush: 'post' })
}

function nameOf(container: Element, vertical: boolean): string {
  if (vertical) return 'Width of the inspector'
  return container.parentElement?.closest('.splitpanes--vertical') ? 'Height of the chart' : 'Height of the dock'
}
