/** Pieces of Markdown that reference pages are made of. */

/** Text as it may stand in a cell, or in a line: nothing in it is markup, and nothing is a Vue expression. */
export function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('{{', '&#123;&#123;')
    .replaceAll('|', '\\|')
    .replaceAll('*', '\\*')
    .replaceAll('\n', ' ')
}

/** A word of a file or a command line. */
export function code(text: string | number | boolean): string {
  return `\`${String(text).replaceAll('|', '\\|')}\``
}

export function codes(words: readonly (string | number | boolean)[]): string {
  return words.map(code).join(', ')
}

/** Rows of cells that are Markdown already. Columns without a single text are left out; without rows there is none. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const used = head.map((_, at) => rows.some((row) => row[at] !== ''))
  const line = (cells: readonly string[]) => `| ${cells.filter((_, at) => used[at]).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A heading and what stands below it; nothing where there is nothing. */
export function section(title: string, ...parts: readonly string[]): string {
  const text = joined(...parts)
  return text === '' ? '' : `## ${title}\n\n${text}`
}

export function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n')
}
