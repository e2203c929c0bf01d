/** Tables as text: CSV and JSON. */
import type { Table, Value } from '../../src-shared/folds/table'

/** Text is gathered to chunks of about this size before it is written. */
const CHUNK_CHARACTERS = 65_536

/** The table as CSV (RFC 4180, lines end in LF), in chunks. A missing value is an empty field. */
export function* csvText(table: Table): Generator<string> {
  yield* inChunks(csvLines(table))
}

/** The table as one JSON object `{ name, title, columns, rows }`, a row a line, in chunks. */
export function* jsonText(table: Table): Generator<string> {
  yield* inChunks(jsonLines(table))
}

function* csvLines(table: Table): Generator<string> {
  yield csvLine(table.columns)
  for (const row of table.rows()) yield csvLine(row)
}

function csvLine(values: readonly Value[]): string {
  return `${values.map(csvField).join(',')}\n`
}

function csvField(value: Value): string {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function* jsonLines({ name, title, columns, rows }: Table): Generator<string> {
  const head = JSON.stringify({ name, title, columns })
  yield `${head.slice(0, -1)},"rows":[`
  let separator = '\n'
  for (const row of rows()) {
    yield separator + JSON.stringify(row)
    separator = ',\n'
  }
  yield '\n]}\n'
}

/** Gathers lines to chunks that are worth a write. */
export function* inChunks(lines: Iterable<string>): Generator<string> {
  let chunk = ''
  for (const line of lines) {
    chunk += line
    if (chunk.length < CHUNK_CHARACTERS) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}
