import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { LabCommandInput, OwnScenarioListings } from '../../src-shared/lab-api'
import { SCENARIO_CHARS_MAX } from '../../src-shared/scenario/text-max'
import { useConnection } from './connection'
import { useLayout } from './layout'
import { useMessages } from './messages'
import { useScenarioText } from './scenarioText'

const NOTHING: OwnScenarioListings = { scenarios: [], deleted: [], folder: null }
/** A character takes up to three bytes. */
const FILE_BYTES_MAX = 3 * SCENARIO_CHARS_MAX

/** Scenarios that the person keeps, and the way of texts into them and out. */
export const useOwnScenarios = defineStore('own-scenarios', () => {
  const listings = shallowRef(NOTHING)
  /** The text that is being written is about to be saved under a name. `notes`: what one should know of it. */
  const naming = shallowRef<{ readonly notes: readonly string[] } | null>(null)
  /** Names that no further one can have. */
  const taken = computed(() => {
    const shipped = useConnection().hello?.scenarios ?? []
    return new Set([...shipped, ...listings.value.scenarios].map(({ id }) => id))
  })

  // Files of the folder may have been changed in another program.
  addEventListener('focus', () => void load())

  /** Answers why it could not be done; null: it was. */
  async function ask(command: LabCommandInput): Promise<string | null> {
    const answer = await useConnection().ask(command)
    if (!answer.ok) return answer.error
    listings.value = answer.own_scenarios ?? listings.value
    return null
  }

  /** Does it, or says why it could not be done. */
  async function change(command: LabCommandInput): Promise<void> {
    const error = await ask(command)
    if (error !== null) useMessages().show('error', error)
  }

  /** Looks what there is. */
  async function load(): Promise<void> {
    await ask({ command: 'own-scenarios' })
  }

  /** Saves the text that is being written under a name; then it is that scenario's. Answers why it could not be. */
  async function saveAs(name: string, title: string): Promise<string | null> {
    const error = await ask({ command: 'save-own-scenario', scenario: name, title, text: useScenarioText().text })
    if (error !== null) return error
    naming.value = null
    useScenarioText().markSaved()
    await open(name)
    return null
  }

  /** Saves it in its own place. */
  async function save(): Promise<void> {
    const { own_id, text, markSaved } = useScenarioText()
    const error = await ask({ command: 'save-own-scenario', scenario: own_id!, text, replace: true })
    if (error === null) markSaved()
    else useMessages().show('error', error)
  }

  async function duplicate(id: string, name: string, title: string): Promise<string | null> {
    const original = await useConnection().ask({ command: 'scenario-text', scenario: id })
    if (!original.ok) return original.error
    return ask({ command: 'save-own-scenario', scenario: name, title, text: original.text ?? '' })
  }

  async function rename(id: string, name: string, title: string): Promise<string | null> {
    const error = await ask({ command: 'rename-own-scenario', scenario: id, name, title })
    if (error === null && useScenarioText().own_id === id) await useScenarioText().rename(name, title)
    return error
  }

  /** Shows one's text. */
  async function open(id: string): Promise<void> {
    const answer = await useConnection().send({ command: 'scenario-text', scenario: id })
    if (answer.ok) await useScenarioText().open(answer.text ?? '', { title: id, own_id: id })
  }

  /** Takes a run, with what was done to it by hand, to be saved as a scenario; absent: the lab's own run. */
  async function takeRun(recording?: string): Promise<void> {
    const answer = await useConnection().send({ command: 'run-as-scenario', recording })
    if (!answer.ok) return
    if (await take(answer.text ?? '', 'From a run')) naming.value = { notes: answer.left_out ?? [] }
  }

  /** Shows a file's text; it runs when somebody says so. */
  async function takeFile(file: File): Promise<void> {
    const text = file.size > FILE_BYTES_MAX ? null : await file.text()
    if (text === null || text.length > SCENARIO_CHARS_MAX)
      return useMessages().show('error', `${file.name} is too long for a scenario: it may have ${SCENARIO_CHARS_MAX} characters.`)
    if (text.includes('\0')) return useMessages().show('error', `${file.name}:1:1: this is no text; expected a scenario as YAML.`)
    if (await take(text, file.name)) naming.value = null
  }

  /** Shows a text that stands in no file of ours, unless the one that is being written is kept instead. Whether it did. */
  async function take(text: string, title: string): Promise<boolean> {
    const opened = await useScenarioText().open(text, { title, unsaved: true })
    if (opened) useLayout().view = 'scenarios'
    return opened
  }

  return { listings, naming, taken, change, load, save, saveAs, duplicate, rename, open, takeRun, takeFile }
})
