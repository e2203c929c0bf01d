/** What is added to a node's own clock: all at once (a step), or bit by bit while the clock runs on (a slew). Pure. */

/** From `from_us` at the own clock's `since_us` towards `target_us`, by `slew_ppm` of the time that passes. */
export interface Correction {
  readonly since_us: number
  readonly from_us: number
  readonly target_us: number
  readonly slew_ppm: number
}

export const NO_CORRECTION: Correction = { since_us: 0, from_us: 0, target_us: 0, slew_ppm: 0 }

export function stepTo(target_us: number, now_us: number): Correction {
  return { since_us: now_us, from_us: target_us, target_us, slew_ppm: 0 }
}

export function slewTo(before: Correction, target_us: number, slew_ppm: number, now_us: number): Correction {
  return { since_us: now_us, from_us: correctionAt_us(before, now_us), target_us, slew_ppm }
}

export function correctionAt_us({ since_us, from_us, target_us, slew_ppm }: Correction, now_us: number): number {
  const most_us = (Math.max(0, now_us - since_us) * slew_ppm) / 1e6
  return from_us + Math.max(-most_us, Math.min(most_us, target_us - from_us))
}

/** What is still to be slewed. */
export function remaining_us(correction: Correction, now_us: number): number {
  return correction.target_us - correctionAt_us(correction, now_us)
}
