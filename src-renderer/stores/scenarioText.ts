import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { isMap, parseDocument } from 'yaml'
import { withValue } from '../../src-shared/scenario/edit-text'

/** Leave room for what a copy adds to them. */
const NAME_MAX = 59
const TITLE_MAX = 73

/** Where a text comes from. */
interface TextSource {
  readonly title: string
  readonly shipped_id?: string
  readonly own_id?: string
  /** It stands in no file of ours. */
  readonly unsaved?: boolean
}

/** The scenario that is being written. Its text is the one truth: text field, form and timeline all show and change it. */
export const useScenarioText = defineStore('scenario-text', () => {
  const text = ref('')
  /** As it was opened, or saved last. */
  const kept = ref('')
  /** What it is called above the text; null: nothing was opened. */
  const title = ref<string | null>(null)
  /** The shipped scenario whose text this is; null: it is somebody's own. */
  const shipped_id = ref<string | null>(null)
  /** Form and timeline stand beside the text, in place of the catalogue. */
  const editing = ref(false)
  /** The scenario of the person's own whose text this is; null: it is none of them. */
  const own_id = ref<string | null>(null)
  const dirty = computed(() => text.value !== kept.value)

  /** Takes the place of what was written before. */
  function open(opened: string, from: TextSource): void {
    text.value = opened
    kept.value = from.unsaved ? '' : opened
    title.value = from.title
    shipped_id.value = from.shipped_id ?? null
    own_id.value = from.own_id ?? null
  }

  /** Opens a copy under a name of its own, with form and timeline beside it. */
  function openCopy(original: string): void {
    const { name, title: called } = headOf(original)
    const copy = withValue(
      withValue(original, ['name'], `${name.slice(0, NAME_MAX)}-copy`),
      ['title'],
      `${called.slice(0, TITLE_MAX)} (copy)`
    )
    open(copy, { title: `${called} (copy)`, unsaved: true })
    editing.value = true
  }

  /** Changes one value of the text, or takes it out; the rest stays as it is. */
  function set(path: readonly (string | number)[], value: unknown): void {
    text.value = withValue(text.value, path, value)
  }

  /** The text now stands in a file. */
  function markSaved(): void {
    kept.value = text.value
  }

  return { text, title, shipped_id, own_id, editing, dirty, open, openCopy, set, markSaved }
})

/** What a text says of itself; something to begin with where it says nothing. */
export function headOf(text: string): { readonly name: string; readonly title: string } {
  const document = parseDocument(text)
  const said = (field: string, otherwise: string) => String((isMap(document.contents) && document.get(field)) || otherwise)
  return { name: said('name', 'own'), title: said('title', 'Own') }
}
