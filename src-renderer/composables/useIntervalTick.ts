import { shallowRef } from 'vue'
import { useDrawInterval } from './useDrawInterval'

/** Counts up at this pace (see {@link useViewPace}), for views that cost more than a line of text. */
export function useIntervalTick(interval_ms: number) {
  const tick = shallowRef(0)
  useDrawInterval(interval_ms, () => tick.value++)
  return tick
}
