import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { parseDocument } from 'yaml'
import { contentOf } from '../lab/editor/place'
import { parseScenario } from '../../src-shared/scenario/parse'
import type { ScenarioParse } from '../../src-shared/scenario/parse'
import { WORLD } from '../../src-shared/scenario/world'
import { useScenarioText } from './scenarioText'

/** After so long without a key the text is read. */
const QUIET_MS = 150

/** What the text that is being written says, by the parser that runs use. */
export const useScenarioParse = defineStore('scenario-parse', () => {
  const written = useScenarioText()
  /** The text that `parse` is of. */
  const text = ref('')
  const parse = shallowRef<ScenarioParse>({ ok: false, errors: [] })
  const errors = computed(() => (parse.value.ok || text.value.trim() === '' ? [] : parse.value.errors))
  /** null: it has mistakes. */
  const scenario = computed(() => (parse.value.ok ? parse.value.scenario : null))

  /** What is written, as plain data, whether it fits or not; null: it cannot be read. */
  const content = computed(() => fieldsOf(text.value))

  function read(): void {
    text.value = written.text
    parse.value = parseScenario(text.value, 'scenario', WORLD)
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => written.text,
    () => {
      clearTimeout(timer)
      timer = setTimeout(read, QUIET_MS)
    }
  )
  read()
  return { text, errors, scenario, content, read }
})

function fieldsOf(text: string): Readonly<Record<string, unknown>> | null {
  const document = parseDocument(text, { prettyErrors: false })
  const content = document.errors.length > 0 ? null : contentOf(document)
  if (text.trim() === '') return {}
  return typeof content === 'object' && !Array.isArray(content) ? (content as Record<string, unknown> | null) : null
}
