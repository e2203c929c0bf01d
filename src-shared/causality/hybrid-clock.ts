/** Hybrid logical clocks (Kulkarni et al. 2014, Fig. 5): close to physical time, and above everything that they have heard of. Pure. */
import { z } from 'zod'
import type { Immutable } from '../events'

export const hybridTimeSchema = z.object({ physical_us: z.number(), counter: z.number() })

/** What a hybrid clock shows: the greatest physical time that it knows of, and a counter of events within it. */
export type HybridTime = Immutable<z.infer<typeof hybridTimeSchema>>

/** Sixteen bits, as in the paper's stamps of 64 bits. */
export const COUNTER_MAX = 65_535

export const HYBRID_ZERO: HybridTime = { physical_us: 0, counter: 0 }

/** After an event of the node's own, a send included, at which its physical clock shows `now_us`. */
export function tick(clock: HybridTime, now_us: number): HybridTime {
  return now_us > clock.physical_us ? { physical_us: now_us, counter: 0 } : counted(clock)
}

/** After the receive of something stamped `message`: above both. */
export function receive(clock: HybridTime, message: HybridTime, now_us: number): HybridTime {
  return tick(compareHybrid(clock, message) < 0 ? message : clock, now_us)
}

/** Negative: `a` is the smaller. */
export function compareHybrid(a: HybridTime, b: HybridTime): number {
  return a.physical_us - b.physical_us || a.counter - b.counter
}

/** A counter that is full carries over into the physical part. */
function counted({ physical_us, counter }: HybridTime): HybridTime {
  return counter < COUNTER_MAX ? { physical_us, counter: counter + 1 } : { physical_us: physical_us + 1, counter: 0 }
}

/** `1.234567 s + 3`; the counter is left out where it is 0. */
export function hybridText({ physical_us, counter }: HybridTime): string {
  return counter === 0 ? timeText(physical_us) : `${timeText(physical_us)} + ${counter}`
}

/** A clock's time as `1.234567 s`. */
export function timeText(us: number): string {
  return `${(us / 1e6).toFixed(6)} s`
}
