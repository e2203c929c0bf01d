/** The pieces that sections of the report are made of. Texts are escaped where this says so. */
import { escapeXml } from './draw'
import { REPORT_STYLE } from './html-style'

/** A whole page that needs nothing else; empty sections are left out. */
export function page(title: string, sections: readonly string[]): string {
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
${sections.filter(Boolean).join('\n')}
</main>
</body>
</html>
`
}

/** Headings that end in `#` head columns of numbers. Cells are HTML. */
export function table(caption: string, headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = headings.map((heading) => heading.endsWith('#'))
  const style = (column: number): string => (isNumber[column] ? ' class="number"' : '')
  const name = (heading: string): string => heading.replace('#', '')
  const head = headings.map((heading, i) => `<th scope="col"${style(i)}>${name(heading)}</th>`).join('')
  const body = rows.map((row) => `<tr>${row.map((cell, i) => `<td${style(i)}>${cell}</td>`).join('')}</tr>`).join('\n')
  return `<table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`
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
