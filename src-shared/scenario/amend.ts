/** Changes to a scenario's text that leave its comments and its layout as they are. */
import { isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml'
import type { Document, YAMLMap, YAMLSeq } from 'yaml'
import { writtenEntry } from './format'
import type { TimelineEntry } from './sections/timeline'

const INDENT = '  '

/** Sets fields of the top. A text that is no set of fields stays as it is. */
export function withFields(text: string, fields: Readonly<Record<string, string | number>>): string {
  return Object.entries(fields).reduce((before, [name, value]) => withField(before, name, value), text)
}

/** Adds entries to the end of the timeline. A text that is no set of fields stays as it is. */
export function withEntries(text: string, entries: readonly TimelineEntry[]): string {
  const top = topOf(text)
  if (!top || entries.length === 0) return text
  const { document, fields } = top
  const timeline = fields.get('timeline', true)
  const written = entries.map(writtenEntry)
  if (isSeq(timeline) && !timeline.flow && timeline.items.length > 0) return insertBehind(text, timeline, written)
  if (!fields.flow && !fields.has('timeline')) return `${text.trimEnd()}\n\ntimeline:\n${lines(written, INDENT)}\n`
  const before = (document.toJS() as { readonly timeline: unknown }).timeline
  document.set('timeline', document.createNode([...(Array.isArray(before) ? (before as unknown[]) : []), ...written]))
  return document.toString({ lineWidth: 0 })
}

function withField(text: string, name: string, value: string | number): string {
  const top = topOf(text)
  if (!top) return text
  const { document, fields } = top
  const node = fields.get(name, true)
  const written = stringify(value, { lineWidth: 0 }).trimEnd()
  if (!fields.flow && isScalar(node) && node.range) {
    const [start, end] = node.range
    const before = text.slice(0, start)
    return `${before}${before.endsWith(':') ? ' ' : ''}${written}${text.slice(start + text.slice(start, end).trimEnd().length)}`
  }
  if (!fields.flow && !fields.has(name)) {
    const at = lineEnd(text, fields.range![0])
    return `${text.slice(0, at)}\n${name}: ${written}${text.slice(at)}`
  }
  document.set(name, value)
  return document.toString({ lineWidth: 0 })
}

/** Null: the text is no YAML, or no set of fields. */
function topOf(text: string): { readonly document: Document; readonly fields: YAMLMap } | null {
  const document = parseDocument(text)
  const { contents: fields } = document
  return document.errors.length === 0 && isMap(fields) ? { document, fields } : null
}

function insertBehind(text: string, { range }: YAMLSeq, written: readonly unknown[]): string {
  const [start, end] = range!
  const last = start + text.slice(start, end).trimEnd().length
  const at = lineEnd(text, last)
  const indent = text.slice(text.lastIndexOf('\n', start) + 1, start)
  return `${text.slice(0, at)}\n${lines(written, indent)}${text.slice(at)}`
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

/** A line each, as entries of a timeline are mostly written. */
function lines(written: readonly unknown[], indent: string): string {
  const line = (entry: unknown) => stringify(entry, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()
  return written.map((entry) => `${indent}- ${line(entry)}`).join('\n')
}
