import type { OperationsFold } from './operations'

/** What counts as "before" a fault, µs. */
const BEFORE_US = 5_000_000
/** Recovery later than this after the end is not looked for, µs. */
const SEARCH_US = 60_000_000
const SECOND_US = 1_000_000
/** Throughput is back when it reaches this share of that before. */
const RECOVERED_SHARE = 0.8

/**
 * Time from a fault's end to the first second in which as many operations succeed, within 20 %, as in the seconds before the fault;
 * in ms. null: they never did, they never fell below that, or nothing was asked before it.
 */
export function recoveryOf(fold: OperationsFold, start_us: number, end_us: number, now_us: number): number | null {
  const from_us = Math.max(start_us - BEFORE_US, fold.first_us ?? start_us)
  const before_per_s = (okBetween(fold, from_us, start_us) / (start_us - from_us)) * SECOND_US
  if (!(before_per_s > 0) || start_us - from_us < SECOND_US / 2) return null
  const until_us = Math.min(end_us + SEARCH_US, now_us)
  const step_us = fold.buckets.width_us
  const seconds = rollingSeconds(fold, start_us, until_us)
  const isRecovered = (ok: number): boolean => ok >= RECOVERED_SHARE * before_per_s
  const fault_steps = Math.ceil((end_us - start_us) / step_us)
  if (seconds.slice(0, fault_steps + 1).every(isRecovered)) return null
  const back = seconds.findIndex((ok, step) => step >= fault_steps && isRecovered(ok))
  return back < 0 ? null : Math.max(0, start_us + back * step_us - end_us) / 1000
}

/** Successes per second, for each whole second that begins a step after the last, from `from_us` on. */
function rollingSeconds(fold: OperationsFold, from_us: number, until_us: number): number[] {
  const { buckets } = fold
  const step_us = buckets.width_us
  const first = Math.ceil(from_us / step_us)
  const counts = new Array<number>(Math.max(0, Math.floor(until_us / step_us) - first)).fill(0)
  for (const [start_us, cell] of buckets.cellsIn({ from_us, to_us: until_us })) {
    const index = start_us / step_us - first
    if (index >= 0 && index < counts.length) counts[index] = cell.ok
  }
  const steps = Math.max(1, Math.round(SECOND_US / step_us))
  const per_s = SECOND_US / (steps * step_us)
  const seconds: number[] = []
  let sum = 0
  counts.forEach((ok, i) => {
    sum += ok - (i >= steps ? counts[i - steps]! : 0)
    if (i >= steps - 1) seconds.push(sum * per_s)
  })
  return seconds
}

function okBetween(fold: OperationsFold, from_us: number, to_us: number): number {
  let ok = 0
  for (const [start_us, cell] of fold.buckets.cellsIn({ from_us, to_us })) {
    const middle_us = start_us + fold.buckets.width_us / 2
    if (middle_us >= from_us && middle_us < to_us) ok += cell.ok
  }
  return ok
}
