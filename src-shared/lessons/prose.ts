/** What a lesson's text is made of, ready to be drawn: a small part of Markdown, and figures of the run in double braces. */
import MarkdownIt from 'markdown-it'
import type { Token } from 'markdown-it'
import { FIGURE_FORMS, parseFigure } from './figures'
import type { Figure } from './figures'

export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'emphasis' | 'strong'; readonly children: readonly Inline[] }
  | { readonly type: 'figure'; readonly figure: Figure }

export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly type: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }

/** A mistake in a text; `line` from 0. */
export class ProseError extends Error {
  constructor(
    readonly line: number,
    text: string
  ) {
    super(text)
  }
}

/** No raw HTML: what is not read here is text. */
export const markdown = new MarkdownIt({ html: false, linkify: false })

const FIGURE = /\{\{([^{}]*)\}\}/

/** Tokens of whole blocks. Throws a {@link ProseError}. */
export function proseOf(tokens: readonly Token[]): Block[] {
  const reader = new TokenReader(tokens)
  const blocks: Block[] = []
  while (!reader.done) blocks.push(reader.block())
  return blocks
}

/** All figures of a text. */
export function figuresOf(blocks: readonly Block[]): Figure[] {
  const ofInlines = (inlines: readonly Inline[]): Figure[] =>
    inlines.flatMap((inline) =>
      inline.type === 'figure' ? [inline.figure] : 'children' in inline ? ofInlines(inline.children) : []
    )
  return blocks.flatMap((block) => {
    switch (block.type) {
      case 'paragraph':
        return ofInlines(block.children)
      case 'list':
        return block.items.flatMap(figuresOf)
      case 'table':
        return block.rows.flat().flatMap(ofInlines)
    }
  })
}

class TokenReader {
  private at = 0
  private line = 0

  constructor(private readonly tokens: readonly Token[]) {}

  get done(): boolean {
    return this.at >= this.tokens.length
  }

  block(): Block {
    const token = this.next()
    switch (token.type) {
      case 'paragraph_open':
        return { type: 'paragraph', children: this.content('paragraph_close') }
      case 'bullet_list_open':
      case 'ordered_list_open':
        return { type: 'list', ordered: token.type === 'ordered_list_open', items: this.items() }
      case 'table_open':
        return { type: 'table', rows: this.rows() }
      default:
        throw new ProseError(this.line, `a lesson's text cannot have ${token.type.replace(/_open$/, '').replace(/_/g, ' ')} here`)
    }
  }

  private items(): Block[][] {
    const items: Block[][] = []
    while (this.next().type === 'list_item_open') {
      const blocks: Block[] = []
      while (this.tokens[this.at]!.type !== 'list_item_close') blocks.push(this.block())
      this.at++
      items.push(blocks)
    }
    return items
  }

  /** The first row is the table's head. */
  private rows(): Inline[][][] {
    const rows: Inline[][][] = []
    for (let token = this.next(); token.type !== 'table_close'; token = this.next()) {
      if (token.type === 'tr_open') rows.push([])
      if (token.type === 'th_open' || token.type === 'td_open')
        rows.at(-1)!.push(this.content(token.type === 'th_open' ? 'th_close' : 'td_close'))
    }
    return rows
  }

  /** Of the inline token that comes, and the closing one after it. */
  private content(close: string): Inline[] {
    const inline = this.next()
    const children = this.inlines([...(inline.children ?? [])])
    if (this.next().type !== close) throw new ProseError(this.line, 'this part of the text cannot be read')
    return children
  }

  private inlines(tokens: Token[]): Inline[] {
    const found: Inline[] = []
    while (tokens.length > 0) {
      const token = tokens.shift()!
      if (token.type === 'text') found.push(...this.textWithFigures(token.content))
      else if (token.type === 'softbreak') found.push({ type: 'text', text: ' ' })
      else if (token.type === 'code_inline') found.push({ type: 'code', text: token.content })
      else if (token.type === 'em_open') found.push({ type: 'emphasis', children: this.until('em_close', tokens) })
      else if (token.type === 'strong_open') found.push({ type: 'strong', children: this.until('strong_close', tokens) })
      else
        throw new ProseError(
          this.line,
          `a lesson's text cannot have ${token.type.replace(/_open$/, '').replace(/_/g, ' ')}; expected text, *emphasis*, **strong** or \`code\``
        )
    }
    return found
  }

  private until(close: string, tokens: Token[]): Inline[] {
    let depth = 1
    const open = close.replace('close', 'open')
    const end = tokens.findIndex(({ type }) => (depth += Number(type === open) - Number(type === close)) === 0)
    const inside = tokens.splice(0, end)
    tokens.shift()
    return this.inlines(inside)
  }

  private textWithFigures(text: string): Inline[] {
    return text.split(new RegExp(FIGURE, 'g')).flatMap((part, i): Inline[] => {
      if (i % 2 === 0) return part === '' ? [] : [{ type: 'text', text: keepUnits(part) }]
      const figure = parseFigure(part)
      if (figure === null) throw new ProseError(this.line, `{{${part}}}: expected ${FIGURE_FORMS}`)
      return [{ type: 'figure', figure }]
    })
  }

  private next(): Token {
    const token = this.tokens[this.at++]
    if (!token) throw new ProseError(this.line, 'the text ends too early')
    if (token.map) this.line = token.map[0]
    return token
  }
}

/** A number and its unit stay on one line. */
function keepUnits(text: string): string {
  return text.replace(/(\d) (?=%|(?:µs|ms|s|min|h|bytes|KB|MB|GB|TB)\b)/g, '$1\u00a0')
}
