import { isMap, parseDocument } from 'yaml'
import { withValue } from '../../../src-shared/scenario/edit-text'

/** Leave room for what a copy adds to them. */
const NAME_MAX = 59
const TITLE_MAX = 73

/** Name and title, by which people know a scenario. */
export interface ScenarioHead {
  readonly name: string
  readonly title: string
}

/** What a text says of itself; something to begin with where it says nothing. */
export function headOf(text: string): ScenarioHead {
  const document = parseDocument(text)
  const said = (field: string, otherwise: string) => String((isMap(document.contents) && document.get(field)) || otherwise)
  return { name: said('name', 'own'), title: said('title', 'Own') }
}

/** The same text under another name and title. */
export function withHead(text: string, { name, title }: ScenarioHead): string {
  return withValue(withValue(text, ['name'], name), ['title'], title)
}

/** A copy under a name of its own. */
export function scenarioCopy(original: string): { readonly text: string; readonly title: string } {
  const { name, title: called } = headOf(original)
  const head = { name: `${name.slice(0, NAME_MAX)}-copy`, title: `${called.slice(0, TITLE_MAX)} (copy)` }
  return { text: withHead(original, head), title: `${called} (copy)` }
}
