/** How a form's fields write values, and read them. */

/** What a field holds. `count-or-names`: `5`, or `A, B, C`. `range`: `150`, or `150–300`. */
export type FieldKind = 'text' | 'number' | 'count-or-names' | 'names' | 'range'

export function fieldText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value)
  return value.every((one) => typeof one === 'number') ? value.join('–') : value.join(', ')
}

/** The value that is written; undefined: none, the default holds. What does not fit stays as it is written, for the parser to refuse. */
export function fieldValue(kind: FieldKind, text: string): unknown {
  const written = text.trim()
  if (written === '') return undefined
  switch (kind) {
    case 'text':
      return written
    case 'number':
      return numberOr(written)
    case 'names':
      return namesIn(written)
    case 'count-or-names':
      return /^\d+$/.test(written) ? Number(written) : namesIn(written)
    case 'range': {
      const bounds = written.split(/\s*(?:–|,|\.\.|\s)\s*|(?<=\d)-/).map(numberOr)
      return bounds.length === 1 ? bounds[0] : bounds
    }
  }
}

function namesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '')
}

function numberOr(text: string): number | string {
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
