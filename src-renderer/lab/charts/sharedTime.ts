import { computed, shallowRef } from 'vue'
import type { ChartView } from '../../../src-shared/charts/definition'

/** A shorter drag is a click. */
const SPAN_US_MIN = 50_000

/** The stretch of time that charts of several runs show, and the cursor that goes through them. `whole`: all there is to show. */
export function createSharedTime(whole: () => ChartView) {
  /** null: the whole. */
  const zoom = shallowRef<ChartView | null>(null)
  /** Run time under the pointer. */
  const cursor_us = shallowRef<number | null>(null)
  const view = computed<ChartView>(() => zoom.value ?? whole())

  function zoomTo(from_us: number, to_us: number): void {
    const [first, last] = from_us < to_us ? [from_us, to_us] : [to_us, from_us]
    if (last - first >= SPAN_US_MIN) zoom.value = { from_us: Math.max(0, first), to_us: last }
  }
  function pointAt(t_us: number | null): void {
    cursor_us.value = t_us
  }
  function showAll(): void {
    zoom.value = null
  }

  return { zoom, cursor_us, view, zoomTo, pointAt, showAll }
}

/** The same, as a store has it. */
export interface SharedTime {
  readonly cursor_us: number | null
  readonly view: ChartView
  zoomTo(from_us: number, to_us: number): void
  pointAt(t_us: number | null): void
  showAll(): void
}
