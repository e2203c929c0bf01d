import { shallowRef } from 'vue'
import { useViewPace } from './useViewPace'

/** Counts up at this pace (see {@link useViewPace}), for views that cost more than a line of text. */
export function useSlowTick(pace_ms: number) {
  const tick = shallowRef(0)
  useViewPace(pace_ms, () => tick.value++)
  return tick
}
