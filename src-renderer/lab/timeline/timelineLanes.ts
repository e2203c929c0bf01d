/** A bar of the timeline, px; its name wants to stand within or right of it. */
export interface Bar {
  readonly from: number
  readonly to: number
  readonly name_px: number
}

/** Lanes from the top; `named`: its name has room before the next bar of its lane. */
export interface Placed {
  readonly lane: number
  readonly named: boolean
}

const APART_PX = 2

/**
 * A lane for each bar, in the order of their beginnings: as many as keep bars apart; `named_max` lanes at most for the sake of names.
 */
export function lanesOf(bars: readonly Bar[], named_max: number): Placed[] {
  const bar_ends: number[] = []
  const name_ends: number[] = []
  const lanes = bars.map(({ from, to, name_px }) => {
    let lane = name_ends.findIndex((end) => end <= from)
    if (lane === -1 && bar_ends.length >= named_max) lane = bar_ends.findIndex((end) => end <= from)
    if (lane === -1) lane = bar_ends.length
    bar_ends[lane] = to + APART_PX
    name_ends[lane] = Math.max(to, from + name_px) + APART_PX
    return lane
  })
  const next_from: number[] = []
  const placed: Placed[] = []
  for (let i = bars.length - 1; i >= 0; i -= 1) {
    const { from, name_px } = bars[i]!
    const lane = lanes[i]!
    placed[i] = { lane, named: from + name_px <= (next_from[lane] ?? Infinity) }
    next_from[lane] = from
  }
  return placed
}
