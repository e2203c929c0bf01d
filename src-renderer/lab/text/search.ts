/** Whether each word of what somebody searches for occurs in one of the texts, capitals or not. */
export function isFound(texts: readonly string[], searched: string): boolean {
  const all = texts.join('\n').toLowerCase()
  return searched
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}
