import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { ALL_LINES } from '../lab/log/logFilter'
import type { LogFilter } from '../lab/log/logFilter'
import { onRunChange } from './onRunChange'

/** Which lines of the log are on show; it outlives the tab, but not the run. */
export const useLogView = defineStore('logView', () => {
  const filter = shallowRef<LogFilter>(ALL_LINES)
  onRunChange(() => (filter.value = ALL_LINES))
  return { filter }
})
