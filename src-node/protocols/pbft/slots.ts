/** Numbers above the stable checkpoint. */
import type { PbftState, Slot } from './state'

/** The low and high watermark are so far apart (§4.3: twice the distance of checkpoints). */
export function windowOf({ settings }: Pick<PbftState, 'settings'>): number {
  return 2 * settings.checkpoint_every
}

export function isInWindow(state: PbftState, n: number): boolean {
  return n > state.stable.n && (state.switches['window-ignored'] === true || n <= state.stable.n + windowOf(state))
}

export function slotOf({ slots }: Pick<PbftState, 'slots'>, n: number): Slot {
  let slot = slots.get(n)
  if (slot === undefined) {
    slot = { n, pre_prepare: null, prepares: new Map(), commits: new Map(), prepared: null, committed: null, since_us: 0 }
    slots.set(n, slot)
  }
  return slot
}
