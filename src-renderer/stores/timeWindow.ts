import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { followView, wholeView } from '../../src-shared/charts/definition'
import type { ChartView } from '../../src-shared/charts/definition'
import { onRunChange } from './onRunChange'
import { useRun } from './run'

/** While following: a young run fills the charts, an old one shows its last minute. */
const SPAN_US_FIRST = 15_000_000
const SPAN_US_MAX = 60_000_000
/** A shorter drag is a click. */
const SPAN_US_MIN = 50_000

/** The stretch of run time that all charts and the timeline show, and the cursor that goes through them. */
export const useTimeWindow = defineStore('timeWindow', () => {
  /** null: follow the run. */
  const zoom = shallowRef<ChartView | null>(null)
  /** Run time under the pointer, µs. */
  const cursor_us = shallowRef<number | null>(null)

  /** A part that somebody chose; the whole of a run that is over, also while its past is on show; the newest part of one that goes on. */
  function view(): ChartView {
    const run = useRun()
    if (zoom.value) return zoom.value
    if (run.over) return whole()
    const { fold } = run.folds()
    return followView(fold, Math.min(SPAN_US_MAX, Math.max(SPAN_US_FIRST, fold.cluster.now_us)))
  }

  /** The whole run so far, whatever moment of it is on show. */
  function whole(): ChartView {
    return wholeView(useRun().tape.head.fold)
  }

  /** False when the span is too short to be meant. */
  function zoomTo(from_us: number, to_us: number): boolean {
    const [first, last] = from_us < to_us ? [from_us, to_us] : [to_us, from_us]
    const meant = last - first >= SPAN_US_MIN
    if (meant) zoom.value = { from_us: Math.max(0, first), to_us: last }
    return meant
  }

  function follow(): void {
    zoom.value = null
  }

  onRunChange(() => {
    follow()
    cursor_us.value = null
  })

  return { zoom, cursor_us, view, whole, zoomTo, follow }
})
