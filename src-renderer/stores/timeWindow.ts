import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { followView } from '../../src-shared/charts/definition'
import type { ChartView } from '../../src-shared/charts/definition'
import { useRun } from './run'

/** A shorter drag is a click. */
const SPAN_US_MIN = 50_000

/** The stretch of run time that all charts and the timeline show, and the cursor that goes through them. */
export const useTimeWindow = defineStore('timeWindow', () => {
  /** null: follow the run. */
  const zoom = shallowRef<ChartView | null>(null)
  /** Run time under the pointer, µs. */
  const cursor_us = shallowRef<number | null>(null)

  function view(): ChartView {
    return zoom.value ?? followView(useRun().folds().fold)
  }

  function zoomTo(from_us: number, to_us: number): void {
    const [first, last] = from_us < to_us ? [from_us, to_us] : [to_us, from_us]
    if (last - first >= SPAN_US_MIN) zoom.value = { from_us: Math.max(0, first), to_us: last }
  }

  function follow(): void {
    zoom.value = null
  }

  return { zoom, cursor_us, view, zoomTo, follow }
})
