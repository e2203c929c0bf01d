/** Time that goes on only when a test says so. */
import type { Scheduler } from '../../../src-shared/scheduler'

export interface VirtualTime extends Scheduler {
  /** Lets so much time pass: what falls due runs in order. */
  pass(ms: number): void
}

export function createVirtualTime(): VirtualTime {
  let now_us = 0
  let due: { at_us: number; run: () => void }[] = []
  return {
    now_us: () => now_us,
    after(delay_us, run) {
      const moment = { at_us: now_us + delay_us, run }
      due.push(moment)
      return () => (due = due.filter((one) => one !== moment))
    },
    pass(ms) {
      const end_us = now_us + ms * 1000
      for (;;) {
        const next = due.reduce<(typeof due)[0] | null>((first, one) => (first && first.at_us <= one.at_us ? first : one), null)
        if (!next || next.at_us > end_us) break
        due = due.filter((one) => one !== next)
        now_us = next.at_us
        next.run()
      }
      now_us = end_us
    }
  }
}
