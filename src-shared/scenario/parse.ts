/** YAML text → scenario, or every mistake in it with its place. */
import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { describeIssue } from './describe-issue'
import type { Mistake } from './mistake'
import { scenarioMistakes } from './rules'
import type { ScenarioWorld } from './rules'
import type { Scenario } from './schema'
import { scenarioSchema } from './schema'

/** Longest scenario text, in characters; the same bound as for text sent by a page. */
export const SCENARIO_TEXT_MAX = 262_144

/** A mistake in a scenario file. Lines and columns count from 1. */
export interface ScenarioError {
  readonly file: string
  readonly line: number
  readonly column: number
  /** What is wrong and what was expected, without the place. */
  readonly text: string
}

export type ScenarioParse =
  { readonly ok: true; readonly scenario: Scenario } | { readonly ok: false; readonly errors: readonly ScenarioError[] }

/** Parses and checks a scenario. `file` only names the text in errors. */
export function parseScenario(text: string, file: string, world: ScenarioWorld): ScenarioParse {
  if (text.length > SCENARIO_TEXT_MAX) {
    return { ok: false, errors: [{ file, line: 1, column: 1, text: `longer than ${SCENARIO_TEXT_MAX} characters` }] }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number, text: string): ScenarioError => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), text }
  }
  if (document.errors.length > 0) return { ok: false, errors: document.errors.map(({ pos, message }) => at(pos[0], message)) }

  const found = findMistakes(document, world)
  if ('scenario' in found) return { ok: true, scenario: found.scenario }
  const errors = found.mistakes.map((mistake) => at(offsetOf(document, mistake), mistake.text))
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** `file:line:column: text`, as editors and terminals understand it. */
export function formatScenarioError({ file, line, column, text }: ScenarioError): string {
  return `${file}:${line}:${column}: ${text}`
}

function findMistakes(document: Document, world: ScenarioWorld): { scenario: Scenario } | { mistakes: readonly Mistake[] } {
  let content: unknown
  try {
    content = document.toJS()
  } catch (error) {
    return { mistakes: [{ path: [], text: (error as Error).message }] } // too many aliases, or one without an anchor
  }
  if (!isMap(document.contents))
    return { mistakes: [{ path: [], text: 'expected a scenario: fields such as name, title, cluster' }] }
  const parsed = scenarioSchema.safeParse(content)
  if (!parsed.success) return { mistakes: parsed.error.issues.flatMap((issue) => describeIssue(issue, content)) }
  const mistakes = scenarioMistakes(parsed.data, world)
  return mistakes.length > 0 ? { mistakes } : { scenario: parsed.data }
}

/** Where in the text the mistake stands: its own node, or the nearest one above that was written down. */
function offsetOf(document: Document, { path, at }: Mistake): number {
  const parent = nodeAt(document, path.slice(0, -1))
  if (at === 'name' && isMap(parent)) {
    const name = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)))?.key
    if (isNode(name)) return name.range?.[0] ?? 0
  }
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(document, path.slice(0, length))
    if (node?.range) return node.range[0]
  }
  return 0
}

function nodeAt(document: Document, path: readonly PropertyKey[]) {
  const node = path.length === 0 ? document.contents : document.getIn(path as (string | number)[], true)
  return isNode(node) ? node : null
}
