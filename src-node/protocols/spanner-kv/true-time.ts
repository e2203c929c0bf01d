/** TrueTime (Corbett et al. 2012, §3): not what time it is, but between which times it is. */
import type { ClockInterval } from '../../../src-shared/clock/interval'
import { intervalAround } from '../../../src-shared/clock/interval'
import { interval } from '../kit/clock-sync/client'
import { masterInterval } from './masters'
import type { SpannerState } from './state'

/** Between which times it is now, in whole microseconds; null: nobody has told. */
export function trueTime(state: SpannerState, now_us: number): ClockInterval | null {
  const believed = believedTime(state, now_us)
  if (believed === null) return null
  return { earliest_us: Math.floor(believed.earliest_us), latest_us: Math.ceil(believed.latest_us) }
}

function believedTime(state: SpannerState, now_us: number): ClockInterval | null {
  const { settings, switches, clock, master } = state
  if (master !== null) return masterInterval(master, settings, now_us)
  if (settings.epsilon_us > 0) return intervalAround(now_us, settings.epsilon_us)
  return interval(switches['ignore-drift'] ? { ...clock, settings: { ...clock.settings, max_drift_ppm: 0 } } : clock, now_us)
}
