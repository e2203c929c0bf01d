/** The pieces that sections of the report are made of. Texts are escaped where this says so. */
import { escapeXml } from './draw'
import { REPORT_STYLE } from './html-style'

/** Fewer sections need no contents list. */
const CONTENTS_MIN = 3

/** One part of a report, with a place in its contents list. */
export interface Section {
  /** Plain text, unlike that of every other section of the page. */
  readonly title: string
  /** HTML. */
  readonly body: string
}

/** A whole page that needs nothing else: a title, what stands above all sections (HTML), a contents list and the sections that there are. */
export function page(title: string, lead: string, sections: readonly (Section | null)[]): string {
  const shown = sections.filter((section) => section !== null)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeXml(title)} – Netsplit</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>${escapeXml(title)}</h1>
${lead}
${contents(shown)}
</header>
${shown.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`
}

/** Nothing when there is little to choose from. */
function contents(sections: readonly Section[]): string {
  if (sections.length < CONTENTS_MIN) return ''
  const links = sections.map(({ title }) => `<li><a href="#${sectionId(title)}">${escapeXml(title)}</a></li>`)
  return `<nav aria-label="Contents"><ol>${links.join('')}</ol></nav>`
}

function sectionHtml({ title, body }: Section): string {
  const id = sectionId(title)
  return `<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${escapeXml(title)}</h2>\n${body}</section>`
}

function sectionId(title: string): string {
  return `section-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
}

/** Headings that end in `#` head columns of numbers, in `*` those that name their rows. Cells are HTML; an empty caption is left out. */
export function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const kinds = headings.map((heading) => heading.at(-1))
  const style = (column: number): string => (kinds[column] === '#' ? ' class="number"' : '')
  const head = headings.map((heading, i) => `<th scope="col"${style(i)}>${heading.replace(/[#*]$/, '')}</th>`).join('')
  const cell = (content: string, i: number): string =>
    kinds[i] === '*' ? `<th scope="row">${content}</th>` : `<td${style(i)}>${content}</td>`
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')
  const words = caption && `<caption>${caption}</caption>`
  return `<table>${words}<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
}

/** Terms with their texts. */
export function definitions(facts: readonly (readonly [string, string])[]): string {
  return `<dl>${facts.map(([term, text]) => `<dt>${term}</dt><dd>${escapeXml(text)}</dd>`).join('')}</dl>`
}

/** A verdict, in words and in colour. */
export function mark(words: string, look: 'good' | 'bad' | 'open'): string {
  return `<span class="verdict ${look}">${words}</span>`
}

/** A time within the run. */
export function seconds(length_ms: number): string {
  return `${(length_ms / 1000).toFixed(2)} s`
}

/** A number for people. */
export function count(amount: number): string {
  return amount.toLocaleString('en')
}
