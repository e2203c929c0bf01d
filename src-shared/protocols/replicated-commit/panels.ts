import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Panels } from '../../panels/panel'
import { headline } from './headline'

/** Leaders are heard more often than that. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  crash_hint: 'Right-click a node (or press C) to crash it, and see how soon others go on with its transactions.',
  run: [],
  node: [],
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}
