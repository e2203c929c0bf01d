/** The candidate that the word was probably meant to be: at most a third of its letters differ. Null when none is, or it is too short. */
export function closestMatch(word: string, candidates: readonly string[]): string | null {
  const distance_max = Math.floor(word.length / 3)
  let best: string | null = null
  let best_distance = distance_max + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < best_distance) [best, best_distance] = [candidate, distance]
  }
  return best
}

/** Of a larger choice only the first are named: an error is a sentence. */
const NAMED_MAX = 30

/** `did you mean …?` where something is near, else the choice. Reads after a semicolon. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const near = closestMatch(word, candidates)
  if (near !== null) return `did you mean "${near}"?`
  if (candidates.length === 0) return 'nothing is allowed here'
  const more = candidates.length - NAMED_MAX
  return `expected one of ${candidates.slice(0, NAMED_MAX).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, replace)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}
