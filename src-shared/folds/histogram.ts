/** Buckets per doubling of the value: a percentile is at most 0.6 % off. */
const PER_OCTAVE = 128

/** Counts of positive values in buckets of equal relative width; sparse, so an empty one costs nothing. */
export class Histogram {
  private readonly counts = new Map<number, number>()
  total = 0
  sum = 0
  max = 0

  add(value: number): void {
    const bucket = Math.floor(Math.log2(Math.max(1, value)) * PER_OCTAVE)
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + 1)
    this.total += 1
    this.sum += value
    if (value > this.max) this.max = value
  }

  merge(other: Histogram): void {
    for (const [bucket, count] of other.counts) this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + count)
    this.total += other.total
    this.sum += other.sum
    if (other.max > this.max) this.max = other.max
  }

  /** The values that these shares (0 to 1, ascending) of all values do not exceed (nearest rank); null without values. */
  percentiles(shares: readonly number[]): number[] | null {
    if (this.total === 0) return null
    const buckets = [...this.counts].sort((a, b) => a[0] - b[0])
    let seen = 0
    let index = -1
    return shares.map((share) => {
      const rank = Math.max(1, Math.ceil(share * this.total))
      while (seen < rank) seen += buckets[++index]![1]
      return Math.min(this.max, 2 ** ((buckets[index]![0] + 0.5) / PER_OCTAVE))
    })
  }

  /** One percentile, see {@link percentiles}. */
  percentile(share: number): number | null {
    return this.percentiles([share])?.[0] ?? null
  }
}

/** Nearest-rank percentile of a plain list; null when it is empty. */
export function percentileOf(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? null
}
