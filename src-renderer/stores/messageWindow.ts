import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { onRunChange } from './onRunChange'
import { useTimeWindow } from './timeWindow'

/** Room around what somebody asked to see. */
const MARGIN = 0.1
const SPAN_US_MIN = 2_000

/** What stretch of time the space-time diagram and the message table show: the charts' where somebody zoomed into one, else one of its own. */
export const useMessageWindow = defineStore('messageWindow', () => {
  const time = useTimeWindow()
  /** Where it ends, run time in µs; null: it follows the run. */
  const held_us = ref<number | null>(null)
  const span_us = ref(200_000)

  function set(from_us: number, to_us: number): void {
    span_us.value = Math.max(1, Math.round(to_us - from_us))
    held_us.value = Math.round(to_us)
  }

  /** Holds the diagram on a stretch of the run, with a little room. */
  function show(from_us: number, to_us: number): void {
    const span = Math.max(SPAN_US_MIN, (to_us - from_us) * (1 + 2 * MARGIN))
    set((from_us + to_us - span) / 2, (from_us + to_us + span) / 2)
  }
  /** Zooms into a stretch, and the charts with it as far as they go. */
  function zoomTo(from_us: number, to_us: number): void {
    if (!time.zoomTo(from_us, to_us)) set(from_us, to_us)
  }
  function follow(): void {
    time.follow()
    held_us.value = null
  }

  watch(
    () => time.zoom,
    (zoom) => (zoom === null ? (held_us.value = null) : set(zoom.from_us, zoom.to_us)),
    { flush: 'sync' }
  )
  onRunChange(() => (held_us.value = null))

  return { held_us, span_us, show, zoomTo, follow }
})
