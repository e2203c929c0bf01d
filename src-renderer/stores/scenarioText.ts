import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

/** Loaded when a text is changed by the lab: the first screen needs no parser. */
const loadHead = () => import('../lab/editor/scenarioHead')

/** Where a text comes from. */
interface TextSource {
  readonly title: string
  readonly shipped_id?: string
  readonly own_id?: string
  /** It stands in no file of ours. */
  readonly unsaved?: boolean
  /** Form and timeline are to stand beside it. */
  readonly editing?: boolean
}

/** Whether another text may take the place of one with changes: asked, and not yet answered. */
interface Replacing {
  /** Of the text that is to come. */
  readonly title: string
  readonly answer: (replace: boolean) => void
}

/** The scenario that is being written. Its text is the one truth: text field, form and timeline all show and change it. */
export const useScenarioText = defineStore('scenario-text', () => {
  const text = ref('')
  /** As it was opened, or saved last. */
  const kept = ref('')
  /** It stands in no file of ours. */
  const unsaved = ref(false)
  /** What it is called above the text; null: nothing was opened. */
  const title = ref<string | null>(null)
  /** The shipped scenario whose text this is; null: it is somebody's own. */
  const shipped_id = ref<string | null>(null)
  /** Form and timeline stand beside the text, in place of the catalogue. */
  const editing = ref(false)
  /** The scenario of the person's own whose text this is; null: it is none of them. */
  const own_id = ref<string | null>(null)
  /** Somebody wrote in it, and it would be lost. */
  const edited = computed(() => text.value !== kept.value)
  const dirty = computed(() => edited.value || unsaved.value)
  const replacing = shallowRef<Replacing | null>(null)

  /** Takes the place of what was written before, once the person gives up their changes to that. False: they keep them. */
  async function open(opened: string, from: TextSource): Promise<boolean> {
    if (edited.value && !(await mayReplace(from.title))) return false
    text.value = kept.value = opened
    unsaved.value = from.unsaved ?? false
    title.value = from.title
    shipped_id.value = from.shipped_id ?? null
    own_id.value = from.own_id ?? null
    if (from.editing) editing.value = true
    return true
  }

  /** Asks. What was asked before is answered with no. */
  function mayReplace(by: string): Promise<boolean> {
    replacing.value?.answer(false)
    return new Promise((resolve) => {
      const answer = (replace: boolean) => {
        replacing.value = null
        resolve(replace)
      }
      replacing.value = { title: by, answer }
    })
  }

  /** Opens a copy under a name of its own, with form and timeline beside it. */
  async function openCopy(original: string): Promise<void> {
    const { text: copy, title: called } = (await loadHead()).scenarioCopy(original)
    await open(copy, { title: called, unsaved: true, editing: true })
  }

  /** The text now stands in a file. */
  function markSaved(): void {
    kept.value = text.value
    unsaved.value = false
  }

  /** The file in which it stands, and what it says of itself, were given another name and title; what else was changed stays. */
  async function rename(name: string, called: string): Promise<void> {
    const { withHead } = await loadHead()
    text.value = withHead(text.value, { name, title: called })
    kept.value = withHead(kept.value, { name, title: called })
    title.value = own_id.value = name
  }

  return { text, title, shipped_id, own_id, editing, edited, dirty, replacing, open, openCopy, markSaved, rename }
})
