/** Finds the glossary's terms in a text. */
import { GLOSSARY } from './glossary'
import type { GlossaryEntry } from './glossary'

export interface TextPiece {
  readonly text: string
  /** The term that the text is a form of; null: plain text. */
  readonly entry: GlossaryEntry | null
}

const BY_FORM: ReadonlyMap<string, GlossaryEntry> = new Map(
  GLOSSARY.flatMap((entry) => [entry.term, ...entry.forms].map((form) => [form.toLowerCase(), entry] as const))
)
/** The longest first, so that "commit index" is not taken for a commit. */
const FORMS = [...BY_FORM.keys()].sort((a, b) => b.length - a.length)
const ANY_FORM = new RegExp(`(?<![\\w-])(?:${FORMS.map((form) => form.replace(/[-]/g, '\\-')).join('|')})(?![\\w-])`, 'gi')

/** The entry of a term or of one of its forms, whatever the case; null: the glossary has none. */
export function entryOf(word: string): GlossaryEntry | null {
  return BY_FORM.get(word.toLowerCase()) ?? null
}

/** The text in pieces, each term where it first occurs. */
export function termsIn(text: string): TextPiece[] {
  const pieces: TextPiece[] = []
  const found = new Set<GlossaryEntry>()
  let from = 0
  for (const match of text.matchAll(ANY_FORM)) {
    const entry = entryOf(match[0])!
    if (found.has(entry)) continue
    found.add(entry)
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), entry: null })
    pieces.push({ text: match[0], entry })
    from = match.index + match[0].length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), entry: null })
  return pieces
}

/** Entries in which all words of the query occur, terms before texts. */
export function findEntries(query: string): readonly GlossaryEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const within = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const by_term = GLOSSARY.filter(({ term, forms }) => within([term, ...forms].join(' ')))
  return [...by_term, ...GLOSSARY.filter((entry) => !by_term.includes(entry) && within(entry.text))]
}
