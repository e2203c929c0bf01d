/** Changes to YAML text that leave comments, order and layout of all the rest as they are. */
import { isCollection, isMap, isNode, isScalar, parseDocument, stringify } from 'yaml'
import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml'
import { scenarioSchema } from './schema'

type Path = readonly (string | number)[]

const INDENT = '  '
/** New sections are put in this order. */
const SECTIONS = Object.keys(scenarioSchema.shape)

/** The text with this value at the path; undefined: without what is there. A text that is no set of fields stays as it is. */
export function withValue(text: string, path: Path, value: unknown): string {
  const document = parseDocument(text, { prettyErrors: false })
  if (document.errors.length > 0 || path.length === 0) return text
  if (isEmpty(document.contents)) return value === undefined ? text : `${endLine(text)}${section(path[0]!, nest(path, value))}\n`
  if (!isMap(document.contents)) return text
  return value === undefined ? without(text, document, path) : withSet(text, document, path, value)
}

function withSet(text: string, document: Document, path: Path, value: unknown): string {
  let depth = 0
  while (depth < path.length && isCollection(nodeAt(document, path.slice(0, depth + 1)))) depth++
  const place = path.slice(0, depth + 1)
  if (depth === path.length || document.hasIn(place)) {
    const at = path.slice(0, Math.min(path.length, depth + 1))
    return replace(text, document, at, nest(path.slice(at.length - 1), value))
  }
  const parent = nodeAt(document, path.slice(0, depth)) as YAMLMap | YAMLSeq
  return insert(text, parent, path[depth]!, nest(path.slice(depth), value), depth === 0)
}

/** The value within what the rest of the path, after its first part, names. */
function nest(path: Path, value: unknown): unknown {
  return path.slice(1).reduceRight<unknown>((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), value)
}

function replace(text: string, document: Document, path: Path, value: unknown): string {
  const parent = nodeAt(document, path.slice(0, -1))
  const node = nodeAt(document, path)
  const from = isMap(parent) ? afterColon(text, pairOf(parent, path.at(-1)!)) : node!.range![0]
  const to = node && !isEmpty(node) ? endOf(text, node) : from
  const written = isCollection(parent) && parent.flow ? flow(value) : block(value)
  return splice(text, from, Math.max(from, to), isMap(parent) ? ` ${written}` : written)
}

function insert(text: string, parent: YAMLMap | YAMLSeq, key: string | number, value: unknown, is_top: boolean): string {
  const written = parent.flow ? flow(value) : block(value)
  const entry = isMap(parent) ? `${flow(key)}: ${written}` : written
  const last = parent.items.at(-1)
  if (parent.flow || last === undefined) {
    if (last === undefined) return splice(text, parent.range![0], parent.range![1], isMap(parent) ? `{ ${entry} }` : `[${entry}]`)
    const end = itemEnd(text, last)
    return splice(text, end, end, `, ${entry}`)
  }
  const before = is_top ? sectionBefore(parent as YAMLMap, key) : last
  const indent = ' '.repeat(columnOf(text, parent.range![0]))
  const lines = is_top ? section(key, value) : `${indent}${isMap(parent) ? '' : '- '}${entry}`
  if (before === undefined) return splice(text, parent.range![0], parent.range![0], `${lines}\n`)
  const at = lineEnd(text, itemEnd(text, before))
  return splice(text, at, at, `\n${lines}`)
}

/** The last section that stands before the new one by their order. */
function sectionBefore({ items }: YAMLMap, key: string | number): YAMLMap['items'][number] | undefined {
  const place = SECTIONS.indexOf(String(key))
  return items.filter((item) => SECTIONS.indexOf(keyOf(item)) < place).at(-1)
}

/** The fields of a section a line each. */
function section(key: string | number, value: unknown): string {
  if (Array.isArray(value) && value.some((item) => typeof item === 'object'))
    return `${flow(key)}:\n${value.map((item) => `${INDENT}- ${flow(item)}`).join('\n')}`
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${flow(key)}: ${block(value)}`
  const fields = Object.entries(value).map(([name, field]) => `${INDENT}${flow(name)}: ${flow(field)}`)
  return fields.length === 0 ? `${flow(key)}: {}` : `${flow(key)}:\n${fields.join('\n')}`
}

function without(text: string, document: Document, path: Path): string {
  if (!document.hasIn(path)) return text
  const parent = nodeAt(document, path.slice(0, -1)) as YAMLMap | YAMLSeq
  const is_in_list = typeof path.at(-2) === 'number'
  if (parent.items.length === 1 && path.length > 1 && !is_in_list) return without(text, document, path.slice(0, -1))
  const index = isMap(parent) ? parent.items.indexOf(pairOf(parent, path.at(-1)!)) : (path.at(-1) as number)
  const item = parent.items[index]
  const from = itemStart(item)
  if (parent.items.length === 1 && path.length > 1) return splice(text, parent.range![0], endOf(text, parent), '{}')
  if (parent.flow) {
    const next = parent.items[index + 1]
    if (next !== undefined) return splice(text, from, itemStart(next), '')
    return splice(text, index === 0 ? from : itemEnd(text, parent.items[index - 1]), itemEnd(text, item), '')
  }
  const line = text.lastIndexOf('\n', from - 1) + 1
  const end = Math.min(text.length, lineEnd(text, itemEnd(text, item)) + 1)
  const is_alone = (isMap(parent) ? /^\s*$/ : /^\s*-\s+$/).test(text.slice(line, from))
  // The first field of an item shares its line with the dash.
  return is_alone ? splice(text, line, end, '') : splice(text, from, itemStart(parent.items[index + 1]), '')
}

function nodeAt(document: Document, path: Path): Node | null {
  const node = path.length === 0 ? document.contents : document.getIn(path, true)
  return isNode(node) ? node : null
}

function pairOf({ items }: YAMLMap, key: string | number): Pair {
  return items.find((item) => keyOf(item) === String(key))!
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key)
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && node.range !== undefined && node.range![0] === node.range![1])
}

function itemStart(item: unknown): number {
  const first = isNode(item) ? item : ((item as Pair).key as Node)
  return first.range![0]
}

function itemEnd(text: string, item: unknown): number {
  if (isNode(item)) return endOf(text, item)
  const { key, value } = item as Pair
  return isNode(value) && !isEmpty(value) ? endOf(text, value) : afterColon(text, { key } as Pair)
}

/** The end of what is written of it, without the space behind. */
function endOf(text: string, { range }: Node): number {
  const [from, to] = range!
  return from + text.slice(from, to).trimEnd().length
}

function afterColon(text: string, { key }: Pair): number {
  const end = (key as Node).range![1]
  const colon = /^\s*:/.exec(text.slice(end))
  return end + (colon?.[0].length ?? 0)
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function splice(text: string, from: number, to: number, inserted: string): string {
  return text.slice(0, from) + inserted + text.slice(to)
}

function endLine(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** Behind a field's colon on a line of its own, where less must be quoted. */
function block(value: unknown): string {
  if (typeof value === 'object' && value !== null) return flow(value)
  return stringify(value, { lineWidth: 0, blockQuote: false }).trimEnd()
}

/** In one line, as entries of a timeline are mostly written. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${flow(name)}: ${flow(field)}`)
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
  }
  // What must be quoted depends on what is around it.
  return stringify([value], { collectionStyle: 'flow', lineWidth: 0 }).trim().slice(2, -2)
}
