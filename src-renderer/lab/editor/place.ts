/** Where in a scenario's text something stands. */
import { LineCounter, isMap, isPair, isScalar, parseDocument, visit } from 'yaml'
import type { Document, Node, Pair } from 'yaml'

export type Path = readonly (string | number)[]

/** What can be written at an offset, with the text as plain data around it. */
export interface Place {
  /** Of the set of fields for a key, of the value itself otherwise. */
  readonly path: Path
  readonly kind: 'key' | 'value'
  /** The word that is being written there. */
  readonly from: number
  readonly to: number
  /** Whether a colon follows already. */
  readonly has_colon: boolean
  readonly content: unknown
}

/** Stands for the word at the offset while the text is read. */
const HERE = '__here__'
const WORD = /[\w*.-]/

/** The place at an offset; null: nothing of the scenario's can be written there (a comment, a text). */
export function placeAt(text: string, offset: number): Place | null {
  let from = offset
  let to = offset
  while (from > 0 && WORD.test(text[from - 1]!)) from--
  while (to < text.length && WORD.test(text[to]!)) to++
  const line_start = text.slice(text.lastIndexOf('\n', from - 1) + 1, from)
  // The dash of an item and the word behind it must not run together.
  if (/^\s*-$/.test(text.slice(text.lastIndexOf('\n', to - 1) + 1, to))) return null
  const rest = text.slice(to)
  const has_colon = /^\s*:(\s|$)/.test(rest)
  const begins_line = /^\s*(- )*\s*$/.test(line_start) && !has_colon
  const document = parseDocument(`${text.slice(0, from)}${HERE}${begins_line ? ':' : ''}${rest}`, { prettyErrors: false })
  const found = findHere(document)
  return found && { ...found, from, to, has_colon }
}

function findHere(document: Document): Pick<Place, 'path' | 'kind' | 'content'> | null {
  let found: Pick<Place, 'path' | 'kind'> | null = null
  visit(document, {
    Scalar(key, node, ancestors) {
      if (node.value !== HERE) return
      const path = pathOf(ancestors as readonly (Document | Node | Pair)[], node)
      found = key === 'key' ? { path: path.slice(0, -1), kind: 'key' } : { path, kind: 'value' }
      return visit.BREAK
    }
  })
  return found && { ...(found as Pick<Place, 'path' | 'kind'>), content: contentOf(document) }
}

/** The document as plain data, as far as it goes. */
export function contentOf(document: Document): unknown {
  try {
    return document.toJS() as unknown
  } catch {
    return null
  }
}

function pathOf(ancestors: readonly (Document | Node | Pair)[], node: Node): Path {
  const chain = [...ancestors, node]
  return chain.flatMap((parent, i): (string | number)[] => {
    const inner = chain[i + 1]
    if (isPair(parent)) return [keyName(parent)]
    if (inner !== undefined && 'items' in parent && !isMap(parent)) return [(parent.items as unknown[]).indexOf(inner)]
    return []
  })
}

function keyName({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key)
}

/** A field's name in the text. */
export interface KeyPlace {
  /** Of the field. */
  readonly path: Path
  readonly from: number
  readonly to: number
  readonly content: unknown
}

/** The field whose name stands at the offset; null: none does. */
export function keyAt(text: string, offset: number): KeyPlace | null {
  const document = parseDocument(text, { prettyErrors: false })
  let found: Omit<KeyPlace, 'content'> | null = null
  visit(document, {
    Scalar(role, node, ancestors) {
      const [from, to] = node.range ?? [0, 0]
      if (role !== 'key' || offset < from || offset > to) return
      found = { path: pathOf(ancestors as readonly (Document | Node | Pair)[], node), from, to }
      return visit.BREAK
    }
  })
  return found && { ...(found as Omit<KeyPlace, 'content'>), content: contentOf(document) }
}

/** The offset of a line and column, both from 1. */
export function offsetOf(text: string, line: number, column: number): number {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  return Math.min(text.length, (lines.lineStarts[line - 1] ?? text.length) + column - 1)
}
