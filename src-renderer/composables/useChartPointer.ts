import { shallowRef } from 'vue'
import type { Ref } from 'vue'
import type { ChartView } from '../../src-shared/charts/definition'
import type { plotOf } from '../../src-shared/charts/plot'

export interface ChartPointerOptions {
  readonly box: Ref<HTMLElement | null>
  /** What is drawn, and where in the box; null: nothing yet. */
  readonly shown: () => { readonly view: ChartView; readonly plot: ReturnType<typeof plotOf> } | null
  /** The run time under the pointer; null: it left the plot. */
  readonly onCursor: (t_us: number | null) => void
  /** A stretch was dragged, or a moment clicked: then both ends are about the same. */
  readonly onSpan: (from_us: number, to_us: number) => void
}

/** Pointing at moments of a chart and dragging over stretches of it. */
export function useChartPointer({ box, shown, onCursor, onSpan }: ChartPointerOptions) {
  /** The stretch that is being dragged over. */
  const drag = shallowRef<{ readonly from_us: number; readonly to_us: number } | null>(null)
  /** Where the pointer is in the window, while it is in the plot. */
  const pointer = shallowRef<{ readonly x: number; readonly y: number } | null>(null)

  function timeAt(event: PointerEvent): number | null {
    const drawn = shown()
    if (drawn === null) return null
    const { view, plot } = drawn
    const share = (event.clientX - box.value!.getBoundingClientRect().left - plot.left) / plot.width
    return share < 0 || share > 1 ? null : view.from_us + share * (view.to_us - view.from_us)
  }

  /** Where a moment is in the box, px from its left edge. */
  function left(t_us: number): number {
    const { view, plot } = shown()!
    return plot.left + ((t_us - view.from_us) / (view.to_us - view.from_us)) * plot.width
  }

  function press(event: PointerEvent): void {
    const t_us = timeAt(event)
    if (t_us !== null && event.button === 0) drag.value = { from_us: t_us, to_us: t_us }
  }

  function move(event: PointerEvent): void {
    const t_us = timeAt(event)
    onCursor(t_us)
    pointer.value = t_us === null ? null : { x: event.clientX, y: event.clientY }
    if (drag.value && t_us !== null) drag.value = { ...drag.value, to_us: t_us }
  }

  function release(): void {
    if (drag.value) onSpan(drag.value.from_us, drag.value.to_us)
    drag.value = null
  }

  function leave(): void {
    onCursor(null)
    pointer.value = null
    release()
  }

  return { drag, pointer, left, press, move, release, leave }
}
