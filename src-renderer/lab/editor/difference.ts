/** The one part in which two texts differ, as a replacement in the first. */
export function difference(
  before: string,
  after: string
): { readonly from: number; readonly to: number; readonly insert: string } {
  const shorter = Math.min(before.length, after.length)
  let from = 0
  while (from < shorter && before[from] === after[from]) from++
  let kept = 0
  while (kept < shorter - from && before.at(-1 - kept) === after.at(-1 - kept)) kept++
  return { from, to: before.length - kept, insert: after.slice(from, after.length - kept) }
}
