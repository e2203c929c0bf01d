/** The newest gaps between heartbeats of one peer, and what they are like (Hayashibara et al. 2004, §4.2). */
export interface HeartbeatWindow {
  /** Oldest first once it is full, from `next` on. */
  readonly gaps_us: number[]
  /** Where the next gap goes. */
  next: number
}

export interface GapDistribution {
  readonly mean_us: number
  readonly deviation_us: number
}

export function emptyWindow(): HeartbeatWindow {
  return { gaps_us: [], next: 0 }
}

/** The gap replaces the oldest one once there are so many. */
export function addGap(window: HeartbeatWindow, gap_us: number, size_max: number): void {
  window.gaps_us[window.next] = gap_us
  window.next = (window.next + 1) % size_max
}

/** Null: there is no gap yet. */
export function distributionOf({ gaps_us }: HeartbeatWindow): GapDistribution | null {
  if (gaps_us.length === 0) return null
  const mean_us = gaps_us.reduce((sum, gap) => sum + gap, 0) / gaps_us.length
  const variance = gaps_us.reduce((sum, gap) => sum + (gap - mean_us) ** 2, 0) / gaps_us.length
  return { mean_us, deviation_us: Math.sqrt(variance) }
}
