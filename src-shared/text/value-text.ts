/** A generated value without the dots that fill it up to its size: they say nothing. One stays between values that were appended. */
export function withoutPadding(value: string): string {
  return value.replace(/(-\d+)\.{2,}/g, '$1.').replace(/(-\d+)\.$/, '$1')
}
