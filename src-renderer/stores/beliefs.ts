import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useDisplayedRun } from './displayedRun'
import { onRunChange } from './onRunChange'
import { useRun } from './run'
import { useSelection } from './selection'

/** The cluster as the selected node sees it, while somebody asks for that. */
export const useBeliefs = defineStore('beliefs', () => {
  const run = useRun()
  const selection = useSelection()
  const shown = useDisplayedRun()
  const asked = shallowRef(false)
  onRunChange(() => (asked.value = false))

  /** Whether the run's protocol says what its nodes believe. */
  const known = computed(() => shown.definition?.panels.beliefs !== undefined)
  /** Who is asked; null: nobody. */
  const node = computed(() => (asked.value && known.value ? selection.node : null))
  const beliefs = computed(() => {
    const { fold } = run.view()
    return node.value === null ? null : (shown.definition?.panels.beliefs?.(fold, node.value) ?? null)
  })

  function toggle(): void {
    asked.value = node.value === null && selection.node !== null
  }

  return { known, node, beliefs, toggle }
})
