/** A reader of extensible data notation (github.com/edn-format/edn), as much of it as histories use. */

/** A value and where it stands; both count from 1. */
export interface Edn {
  readonly line: number
  readonly column: number
  readonly value: EdnValue
}

export type EdnValue =
  | { readonly kind: 'nil' }
  | { readonly kind: 'boolean'; readonly of: boolean }
  /** As it is written. */
  | { readonly kind: 'number' | 'symbol'; readonly of: string }
  | { readonly kind: 'string'; readonly of: string }
  /** Without its colon. */
  | { readonly kind: 'keyword'; readonly of: string }
  | { readonly kind: 'vector' | 'list' | 'set'; readonly items: readonly Edn[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: Edn, value: Edn])[] }

/** A mistake in the text, and where. */
export class EdnError extends Error {
  override readonly name = 'EdnError'
  constructor(
    readonly line: number,
    readonly column: number,
    message: string
  ) {
    super(message)
  }
}

const DEPTH_MAX = 64
const BLANK = /[\s,]/
const DELIMITER = /[\s,()[\]{}";]/
const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?[NM]?$/
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '"': '"', b: '\b', f: '\f' }

/** Reads all values of a text; tags are passed over. Throws {@link EdnError}. */
export function parseEdn(text: string): Edn[] {
  return new Reader(text).readAll()
}

class Reader {
  private at = 0
  private line = 1
  private line_start = 0

  constructor(private readonly text: string) {}

  readAll(): Edn[] {
    const values: Edn[] = []
    for (this.skipBlanks(); this.at < this.text.length; this.skipBlanks()) values.push(this.read(0))
    return values
  }

  private read(depth: number): Edn {
    this.skipBlanks()
    const { line, column } = this
    if (depth > DEPTH_MAX) throw this.syntaxError(`nested more than ${DEPTH_MAX} deep`)
    const character = this.text[this.at]
    if (character === undefined) throw this.syntaxError('the text ends where a value was expected')
    const here = (value: EdnValue): Edn => ({ line, column, value })
    switch (character) {
      case '"':
        return here({ kind: 'string', of: this.readString() })
      case '(':
        return here({ kind: 'list', items: this.readItems('(', depth) })
      case '[':
        return here({ kind: 'vector', items: this.readItems('[', depth) })
      case '{':
        return here({ kind: 'map', entries: this.readEntries(depth) })
      case '#':
        return this.text[this.at + 1] === '{' ? here(this.readSet(depth)) : this.readTagged(depth)
      case ')':
      case ']':
      case '}':
        throw this.syntaxError(`unexpected ${character}`)
      default:
        return here(atom(this.readToken()))
    }
  }

  private readSet(depth: number): EdnValue {
    this.at++
    return { kind: 'set', items: this.readItems('{', depth) }
  }

  /** `#tag value` reads as the value. */
  private readTagged(depth: number): Edn {
    this.at++
    if (this.readToken() === '') throw this.syntaxError('expected a tag after #')
    return this.read(depth + 1)
  }

  private readEntries(depth: number): [Edn, Edn][] {
    const items = this.readItems('{', depth)
    if (items.length % 2 === 1) throw this.syntaxError('a map has a key without a value')
    return Array.from({ length: items.length / 2 }, (_, i) => [items[2 * i]!, items[2 * i + 1]!])
  }

  private readItems(opening: string, depth: number): Edn[] {
    const { line } = this
    const items: Edn[] = []
    this.at++
    for (this.skipBlanks(); this.text[this.at] !== CLOSING[opening]; this.skipBlanks()) {
      if (this.at >= this.text.length) throw this.syntaxError(`the ${opening} of line ${line} is not closed`)
      items.push(this.read(depth + 1))
    }
    this.at++
    return items
  }

  private readString(): string {
    let read = ''
    for (this.at++; ; this.at++) {
      const character = this.text[this.at]
      if (character === undefined) throw this.syntaxError('a string is not closed')
      if (character === '"') break
      if (character === '\n') this.startLine()
      read += character === '\\' ? this.readEscape() : character
    }
    this.at++
    return read
  }

  private readEscape(): string {
    const escape = this.text[++this.at] ?? ''
    if (escape !== 'u') return ESCAPES[escape] ?? this.fail(`unknown escape \\${escape}`)
    const digits = this.text.slice(this.at + 1, this.at + 5)
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw this.syntaxError('\\u needs four hexadecimal digits')
    this.at += 4
    return String.fromCharCode(parseInt(digits, 16))
  }

  private readToken(): string {
    const from = this.at
    while (this.at < this.text.length && !DELIMITER.test(this.text[this.at]!)) this.at++
    return this.text.slice(from, this.at)
  }

  /** Passes over blanks, commas, comments and what `#_` leaves out. */
  private skipBlanks(): void {
    for (; this.at < this.text.length; this.at++) {
      const character = this.text[this.at]!
      if (character === '\n') this.startLine()
      else if (character === ';') this.at = this.endOfLine() - 1
      else if (character === '#' && this.text[this.at + 1] === '_') {
        this.at += 2
        this.read(1)
        this.at--
      } else if (!BLANK.test(character)) return
    }
  }

  private endOfLine(): number {
    const end = this.text.indexOf('\n', this.at)
    return end < 0 ? this.text.length : end
  }

  private startLine(): void {
    this.line++
    this.line_start = this.at + 1
  }

  private get column(): number {
    return this.at - this.line_start + 1
  }

  private syntaxError(message: string): EdnError {
    return new EdnError(this.line, this.column, message)
  }

  private fail(message: string): never {
    throw this.syntaxError(message)
  }
}

function atom(token: string): EdnValue {
  if (token === 'nil') return { kind: 'nil' }
  if (token === 'true' || token === 'false') return { kind: 'boolean', of: token === 'true' }
  if (token.startsWith(':')) return { kind: 'keyword', of: token.slice(1) }
  return { kind: NUMBER.test(token) ? 'number' : 'symbol', of: token }
}
