import { defineStore } from 'pinia'
import { ref } from 'vue'
import { loadSetting, saveSetting } from '../lab/browser/storedSettings'
import { useLayout } from './layout'

const SEEN = 'tour-seen'

/** The first minute: what one sees is explained once, and again for whoever asks. */
export const useTour = defineStore('tour', () => {
  const open = ref(false)
  const seen = ref(loadSetting(SEEN, false))

  function start(): void {
    const layout = useLayout()
    layout.present(false)
    layout.shortcutsOpen = false
    layout.view = 'lab'
    open.value = true
  }
  function end(): void {
    open.value = false
    seen.value = true
    saveSetting(SEEN, true)
  }

  return { open, seen, start, end }
})
