/** One line of a benchmark's table: the median over rounds, and the lowest and highest round. */
export interface BenchRow {
  readonly name: string
  readonly unit: string
  readonly median: number
  readonly low: number
  readonly high: number
  /** What it is held against: something simpler that was measured in the same rounds. */
  readonly baseline?: { readonly name: string; readonly median: number }
  /** The design's number. */
  readonly goal?: string
}

/** Measures so many rounds (default: enough for a steady median) and says what came of them. */
export type Benchmark = (rounds?: number) => Promise<BenchRow[]>

export function benchRow(
  name: string,
  unit: string,
  rounds: readonly number[],
  beside: Pick<BenchRow, 'baseline' | 'goal'> = {}
): BenchRow {
  const sorted = [...rounds].sort((a, b) => a - b)
  return { name, unit, median: median(rounds), low: sorted[0]!, high: sorted.at(-1)!, ...beside }
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5
  )
}

/** Of ascending values, the nearest rank. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
}

/** The first time warms the code up and is not counted. */
export function times_ms(rounds: number, work: () => unknown): number[] {
  const times: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const begun_ms = performance.now()
    work()
    if (round > 0) times.push(performance.now() - begun_ms)
  }
  return times
}
