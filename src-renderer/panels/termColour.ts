import { nodeColour } from '../../src-shared/charts/palette'
import type { ChartTheme } from '../../src-shared/charts/palette'

/** Places in the palette that are not close to the leaders' gold, and differ much from one to the next. */
const PLACES = [0, 1, 2, 3, 6, 4] as const

/** The colour of a leadership's entries; beyond six they come round again. */
export function termColour(theme: ChartTheme, term: number): string {
  return nodeColour(theme, PLACES[Math.max(0, term - 1) % PLACES.length]!)
}
