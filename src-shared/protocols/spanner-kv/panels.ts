import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Panels } from '../../panels/panel'

/** Leaders are heard more often than that. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  run: [],
  node: [],
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}
