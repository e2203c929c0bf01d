/** Characters shown of a value in a list, and of one that something is explained by. */
const SHORT_CHARACTERS = 24
const VALUE_CHARACTERS = 48

/** One generated value, as most are. */
const GENERATED = /^[^.]*-\d+(?=\.*$)/

/** A generated value without the dots that fill it up to its size: they say nothing. One stays between values that were appended. */
export function withoutPadding(value: string): string {
  const generated = GENERATED.exec(value)
  if (generated !== null) return generated[0]
  return value.replace(/(-\d+)\.{2,}/g, '$1.').replace(/(-\d+)\.$/, '$1')
}

/** A value as lists show it: without padding, and cut off where it is long. */
export function shortValue(padded: string | null): string {
  if (padded === null) return 'nothing'
  const value = withoutPadding(padded)
  return value.length > SHORT_CHARACTERS ? `${value.slice(0, SHORT_CHARACTERS)}…` : value
}

/** A value in quotes, its middle left out where it is long. */
export function describeValue(padded: string | null): string {
  if (padded === null) return 'nothing'
  const value = withoutPadding(padded)
  if (value.length <= VALUE_CHARACTERS) return `"${value}"`
  const half = VALUE_CHARACTERS / 2
  return `"${value.slice(0, half)}…${value.slice(-half)}" (${value.length} characters)`
}

/** Several values in braces, cut off where they are many. */
export function describeMembers(values: readonly string[]): string {
  const text = values.map(withoutPadding).join(', ')
  return text.length <= VALUE_CHARACTERS ? `{${text}}` : `{${text.slice(0, VALUE_CHARACTERS)}…} (${values.length} values)`
}
