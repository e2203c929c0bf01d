import type { Countdown } from '../../../src-shared/panels/holdings'

/** What of a countdown is left at `t_us`, as shares of the longest that it can take: for certain, and at most. */
export function leftOf(countdown: Countdown, t_us: number): { certain: number; possible: number } {
  const { from_us, earliest_us, latest_us, longest_us } = countdown
  const share = (until_us: number) => Math.min(1, Math.max(0, (until_us - Math.max(t_us, from_us)) / longest_us))
  return { certain: share(earliest_us), possible: share(latest_us) }
}
