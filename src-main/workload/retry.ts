import type { Workload } from '../../src-shared/scenario/sections/workload'

/** The shortest pause that real timers keep: without one a client that reaches nobody would try for ever in one moment of virtual time. */
const CEILING_MS_MIN = 1

/**
 * Pause before the next try, in ms, after `failures` tries (from 1): doubling up to the maximum (1 ms at least), and with full jitter
 * uniform between zero and that (Brooker, "Exponential backoff and jitter", 2015).
 */
export function backoff_ms(
  retry: Pick<Workload['retry'], 'backoff' | 'backoff_max' | 'jitter'>,
  failures: number,
  random: () => number
): number {
  const wanted_ms = Math.min(retry.backoff_max, retry.backoff * 2 ** Math.min(failures - 1, 30))
  const ceiling = Math.max(CEILING_MS_MIN, wanted_ms)
  return retry.jitter ? random() * ceiling : ceiling
}
