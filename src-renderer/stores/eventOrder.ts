import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Cut } from '../../src-shared/causality/cut'
import { onRunChange } from './onRunChange'

/** What is chosen in the view of events by happened-before: up to two events, and a cut. */
export const useEventOrder = defineStore('eventOrder', () => {
  /** In place of the diagram of messages. */
  const shown = ref(false)
  /** Ids; the one chosen first comes first. */
  const chosen = ref<readonly string[]>([])
  /** Null: there is none. */
  const cut = shallowRef<Cut | null>(null)
  const first = computed(() => chosen.value[0] ?? null)

  /** Once more: chosen no longer. A third takes the place of the second. */
  function choose(id: string): void {
    if (chosen.value.includes(id)) chosen.value = chosen.value.filter((other) => other !== id)
    else chosen.value = [...chosen.value.slice(0, 1), id]
  }
  function clear(): void {
    chosen.value = []
    cut.value = null
  }
  onRunChange(clear)

  return { shown, chosen, first, cut, choose, clear }
})
