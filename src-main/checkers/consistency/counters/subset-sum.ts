/** Whether some of the numbers come to `sum`. `limit` is told how many sums are remembered, and throws where they are too many. */
export function isSomeSum(sum: number, numbers: readonly number[], limit: (sums: number) => void): boolean {
  if (!Number.isSafeInteger(sum)) return false
  let sums = new Set([0])
  for (const number of numbers) {
    sums = new Set([...sums, ...[...sums].map((before) => before + number)])
    limit(sums.size)
  }
  return sums.has(sum)
}
