import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/** The scenario that is being written. Its text is the one truth: text field, form and timeline all show and change it. */
export const useScenarioText = defineStore('scenario-text', () => {
  const text = ref('')
  /** As it was opened, or saved last. */
  const kept = ref('')
  /** What it is called above the text; null: nothing was opened. */
  const title = ref<string | null>(null)
  /** The shipped scenario whose text this is; null: it is somebody's own. */
  const shipped_id = ref<string | null>(null)
  const dirty = computed(() => text.value !== kept.value)

  /** Takes the place of what was written before. */
  function open(opened: string, from: { readonly title: string; readonly shipped_id?: string }): void {
    text.value = kept.value = opened
    title.value = from.title
    shipped_id.value = from.shipped_id ?? null
  }

  /** The text now stands in a file. */
  function markSaved(): void {
    kept.value = text.value
  }

  return { text, title, shipped_id, dirty, open, markSaved }
})
