import type { Workload } from '../../src-shared/scenario/schema'

/**
 * Pause before the next try, in ms, after `failures` tries (from 1): doubling up to the maximum, and with full jitter uniform
 * between zero and that (Brooker, "Exponential backoff and jitter", 2015).
 */
export function backoff_ms(
  retry: Pick<Workload['retry'], 'backoff' | 'backoff_max' | 'jitter'>,
  failures: number,
  random: () => number
): number {
  const ceiling = Math.min(retry.backoff_max, retry.backoff * 2 ** Math.min(failures - 1, 30))
  return retry.jitter ? random() * ceiling : ceiling
}
