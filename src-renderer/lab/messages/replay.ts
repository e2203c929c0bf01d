/** A stretch of a run, µs. */
export interface Stretch {
  readonly from_us: number
  readonly to_us: number
}

/** Something that lasted, µs; still does where it has no end. */
export interface Lasting {
  readonly start_us: number
  readonly end_us: number | null
}

/** How long before the fault and after the end of its effect. */
const LEAD_US = 20_000
const TAIL_US = 20_000
/** An effect begins with its fault, or while the fault lasts, but no later than this. */
const BEGINS_WITHIN_US = 10_000_000
/** A fault without effect, or whose effect goes on, is shown for so long at most. */
const EFFECTLESS_US = 500_000
const EFFECT_US_MAX = 30_000_000

/**
 * What shows a fault from just before it to the end of what it did: the times of trouble that the protocol's folds recorded, such as the
 * time without a leader, that began with it.
 */
export function stretchOf(fault: Lasting, troubles: readonly Lasting[], now_us: number): Stretch {
  const { start_us } = fault
  const last_us = start_us + BEGINS_WITHIN_US
  const begun_by_us = Math.min(last_us, Math.max(fault.end_us ?? last_us, start_us + EFFECTLESS_US))
  const own = troubles.filter((trouble) => trouble.start_us >= start_us - 1000 && trouble.start_us <= begun_by_us)
  const ends = own.map(({ end_us }) => end_us ?? now_us)
  const end_us = ends.length === 0 ? start_us + EFFECTLESS_US : Math.max(...ends)
  const to_us = Math.min(now_us, start_us + EFFECT_US_MAX, end_us + TAIL_US)
  return { from_us: Math.max(0, start_us - LEAD_US), to_us: Math.max(to_us, start_us) }
}
