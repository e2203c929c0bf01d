import { computed, reactive } from 'vue'
import { withValue } from '../../src-shared/scenario/edit-text'
import { useScenarioParse } from '../stores/scenarioParse'
import { useScenarioText } from '../stores/scenarioText'

type Path = readonly (string | number)[]

/** The values that the scenario's text holds, for a form: read and written by path. */
export function useScenarioFields() {
  const parsed = useScenarioParse()
  const written = useScenarioText()
  /** A text that cannot be read cannot be changed by parts either. */
  const locked = computed(() => parsed.content === null)

  function get(path: Path): unknown {
    return path.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined | null)?.[part], parsed.content)
  }
  /** undefined: it is taken out, and its default holds. */
  function set(path: Path, value: unknown): void {
    written.text = withValue(written.text, path, value)
    parsed.read()
  }
  return reactive({ locked, get, set })
}
