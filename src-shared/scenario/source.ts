/** YAML text → whatever it describes, or every mistake in it with its place. */
import { LineCounter, isMap, isNode, isScalar, parseDocument, visit } from 'yaml'
import type { Document, Node } from 'yaml'
import { replaceFormerWords } from './former-words'
import { SCENARIO_CHARS_MAX } from './text-max'
import type { ValidationError } from './validation-error'

/** Prefixes of YAML parser messages that are replaced by a clearer text. */
const TOO_DEEP = 'Maximum call stack'
const TOO_MANY = 'Excessive alias count'
const NESTED = 'nested too deeply; expected a few levels'

/** A mistake in a file. Lines and columns count from 1. */
export interface ScenarioError {
  readonly file: string
  readonly line: number
  readonly column: number
  /** What is wrong and what was expected, without the place. */
  readonly text: string
}

/** What the fields of a file amount to, or what is wrong with them. */
export type Validated<T> = { readonly value: T } | { readonly validation_errors: readonly ValidationError[] }

export type SourceParse<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly ScenarioError[] }

/** Parses YAML whose top is a set of fields. `file` only names the text in errors; `expected` names the fields it should have. */
export function parseSource<T>(
  text: string,
  file: string,
  expected: string,
  validate: (content: unknown) => Validated<T>
): SourceParse<T> {
  if (text.length > SCENARIO_CHARS_MAX) {
    return { ok: false, errors: [{ file, line: 1, column: 1, text: `longer than ${SCENARIO_CHARS_MAX} characters` }] }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number, text: string): ScenarioError => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(1, line), column: Math.max(1, col), text }
  }
  const broken = document.errors.map(({ pos, message }) => at(pos[0], message.startsWith(TOO_DEEP) ? NESTED : message))
  if (broken.length > 0) return { ok: false, errors: broken }
  const refused = unsupportedNodes(document).map(({ offset, text }) => at(offset, text))
  if (refused.length > 0) return { ok: false, errors: refused }

  replaceFormerWords(document)
  const found = validateDocument(document, expected, validate)
  if ('value' in found) return { ok: true, value: found.value }
  const errors = found.validation_errors.map((validation_error) =>
    at(offsetOf(document, validation_error), validation_error.text)
  )
  return { ok: false, errors: errors.sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** `file:line:column: text` in one line, as editors and terminals understand it; a name in YAML may run over several. */
export function formatScenarioError({ file, line, column, text }: ScenarioError): string {
  return `${file}:${line}:${column}: ${text.replace(/\s+/g, ' ')}`
}

/** YAML nodes that cannot be represented as plain data: cyclic aliases and the key `__proto__`. */
function unsupportedNodes(document: Document): { readonly offset: number; readonly text: string }[] {
  const refused: { readonly offset: number; readonly text: string }[] = []
  const refuse = (node: Node, text: string) => refused.push({ offset: node.range?.[0] ?? 0, text })
  visit(document, {
    Alias(_, alias, ancestors) {
      const meant = alias.resolve(document)
      if (meant && ancestors.includes(meant))
        refuse(alias, `*${alias.source} stands within what it stands for; expected something that ends`)
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.value === '__proto__') refuse(key, 'nothing can be named __proto__; expected another name')
    }
  })
  return refused
}

function validateDocument<T>(document: Document, expected: string, validate: (content: unknown) => Validated<T>): Validated<T> {
  let content: unknown
  try {
    content = document.toJS()
  } catch (error) {
    // Too many aliases, or one without an anchor.
    const is_bomb = (error as Error).message.startsWith(TOO_MANY)
    return {
      validation_errors: [
        { path: [], text: is_bomb ? 'its aliases stand for far too much; write out what is meant' : (error as Error).message }
      ]
    }
  }
  if (!isMap(document.contents)) return { validation_errors: [{ path: [], text: `expected ${expected}` }] }
  return validate(content)
}

/** Where in the text the mistake stands: its own node, or the nearest one above that was written down. */
function offsetOf(document: Document, { path, at }: ValidationError): number {
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
