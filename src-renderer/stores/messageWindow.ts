import { defineStore } from 'pinia'
import { ref } from 'vue'
import { onRunChange } from './onRunChange'

/** Room around what somebody asked to see. */
const MARGIN = 0.1
const SPAN_US_MIN = 2_000

/** What stretch of time the space-time diagram and the message table show. */
export const useMessageWindow = defineStore('messageWindow', () => {
  /** Where it ends, run time in µs; null: it follows the run. */
  const held_us = ref<number | null>(null)
  const span_us = ref(200_000)

  /** Holds the diagram on a stretch of the run. */
  function show(from_us: number, to_us: number): void {
    const span = Math.max(SPAN_US_MIN, (to_us - from_us) * (1 + 2 * MARGIN))
    span_us.value = Math.round(span)
    held_us.value = Math.round((from_us + to_us + span) / 2)
  }

  onRunChange(() => (held_us.value = null))

  return { held_us, span_us, show }
})
