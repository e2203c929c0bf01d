/** The editor of scenario texts: highlighting, completion, hover texts and problems at their place. */
import { autocompletion } from '@codemirror/autocomplete'
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { lintGutter } from '@codemirror/lint'
import type { Extension } from '@codemirror/state'
import { EditorView, hoverTooltip, keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import { scenarioJsonSchema } from '../../../src-shared/scenario/json-schema'
import { WORLD } from '../../../src-shared/scenario/world'
import { completionsAt } from '../../lab/editor/completions'
import type { Completion } from '../../lab/editor/completions'
import { fieldInfo } from '../../lab/editor/fieldInfo'
import type { FieldInfo } from '../../lab/editor/fieldInfo'
import { keyAt } from '../../lab/editor/place'

/** Choices that a hover text lists, at most. */
const CHOICES_MAX = 12
const schema = scenarioJsonSchema(WORLD)

/** All that the editor is made of; `name` is read by screen readers. */
export function scenarioEditor(name: string): Extension[] {
  return [
    basicSetup,
    yaml(),
    syntaxHighlighting(HIGHLIGHTS),
    THEME,
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      tabindex: '0',
      id: 'yaml',
      'data-testid': 'scenario-text',
      'aria-label': name,
      spellcheck: 'false'
    }),
    // Escape, then Tab leaves the editor: the library's own rule.
    keymap.of([indentWithTab]),
    autocompletion({ override: [complete], icons: false }),
    hoverTooltip(explain),
    lintGutter()
  ]
}

function complete(context: CompletionContext): CompletionResult | null {
  if (!context.explicit && !context.matchBefore(/[\w*.-]+|[{[,:] /)) return null
  const found = completionsAt(schema, context.state.doc.toString(), context.pos)
  return found && { from: found.from, to: found.to, options: found.options.map(asOption), validFor: /^[\w*.-]*$/ }
}

function asOption({ label, insert, kind, note, description }: Completion) {
  return { label, apply: insert, detail: note, info: description || undefined, type: kind === 'field' ? 'property' : 'enum' }
}

function explain({ state }: EditorView, offset: number) {
  const found = keyAt(state.doc.toString(), offset)
  if (!found) return null
  const info = fieldInfo(schema, found.path, found.content)
  if (info.description === '') return null
  return { pos: found.from, end: found.to, above: true, create: () => ({ dom: hoverText(String(found.path.at(-1)), info) }) }
}

function hoverText(name: string, { description, usual, choices }: FieldInfo): HTMLElement {
  const element = document.createElement('div')
  element.className = 'cm-hover-text'
  const listed = choices.slice(0, CHOICES_MAX).map(({ value }) => value)
  const lines = [
    description,
    usual === null ? '' : `Default: ${usual}`,
    listed.length === 0 ? '' : `One of: ${listed.join(', ')}${choices.length > CHOICES_MAX ? ', …' : ''}`
  ]
  const heading = document.createElement('strong')
  heading.textContent = name
  element.append(heading)
  for (const line of lines.filter((line) => line !== '')) {
    const paragraph = document.createElement('p')
    paragraph.textContent = line
    element.append(paragraph)
  }
  return element
}

const HIGHLIGHTS = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--fine)' },
  { tag: tags.lineComment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.labelName, tags.typeName], color: 'var(--violet)' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--muted)' }
])

const THEME = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)', fontSize: '0.8125rem' },
  '&.cm-focused': { outline: 'calc(2px * var(--stroke)) solid var(--accent)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--ground)', color: 'var(--muted)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent)'
  },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in srgb, var(--gold) 25%, transparent)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--raised)', outline: '1px solid var(--line)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--raised)', border: '1px solid var(--line)', color: 'var(--muted)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '0.375rem',
    boxShadow: '0 8px 24px rgb(0 0 0 / 0.18)'
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '0.8125rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.125rem 0.5rem' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal', marginLeft: '1rem' },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-tooltip.cm-completionInfo': { maxWidth: '20rem', padding: '0.375rem 0.625rem', fontFamily: 'var(--font-sans)' },
  '.cm-hover-text': { maxWidth: '24rem', padding: '0.375rem 0.625rem', fontFamily: 'var(--font-sans)', fontSize: '0.8125rem' },
  '.cm-hover-text p': { margin: '0.125rem 0 0' },
  '.cm-diagnostic': { fontFamily: 'var(--font-sans)', padding: '0.25rem 0.5rem' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--trouble)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--trouble)',
    textDecorationSkipInk: 'none'
  },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--ink)' },
  '.cm-panels input, .cm-panels button': { color: 'var(--ink)', backgroundColor: 'var(--surface)', backgroundImage: 'none' }
})
