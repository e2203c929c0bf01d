import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { FaultActionInput } from '../../src-shared/faults/actions'
import { loadSetting, saveSetting } from '../lab/browser/storedSettings'

/** What to try first, in this order; each goes when it was done. */
export const HINTS = [
  { name: 'cut', text: 'Click the middle of a link to cut it. Click again to heal.' },
  { name: 'crash', text: 'Right-click a node (or press C) to crash it, and watch what its clients do.' },
  { name: 'cut-off', text: 'Drag a frame around two nodes and cut them off.' }
] as const
type HintName = (typeof HINTS)[number]['name']

export const useHints = defineStore('hints', () => {
  const finished = ref<HintName[]>(loadSetting<HintName[]>('hints-done', []))
  const open = computed(() => HINTS.filter((hint) => !finished.value.includes(hint.name)))

  function dismiss(name: HintName): void {
    if (finished.value.includes(name)) return
    finished.value = [...finished.value, name]
    saveSetting('hints-done', finished.value)
  }

  /** An action that a hint asked for makes the hint go. */
  function done(action: FaultActionInput): void {
    if (action.do === 'link') dismiss('cut')
    else if (action.do === 'crash') dismiss('crash')
    else if (action.do === 'partition') dismiss('cut-off')
  }

  return { open, done, dismiss }
})
