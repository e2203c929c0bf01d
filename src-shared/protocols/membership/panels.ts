import type { RunFold } from '../../folds/run'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Headline } from '../../panels/headline'
import type { Panels } from '../../panels/panel'

export const panels: Panels = {
  run: [],
  node: [],
  headline: worstHeadline,
  crash_hint: 'Right-click a member (or press C) to crash it: the others find out by themselves.',
  beliefs: hearingBeliefs({ silence_ms: () => 2_000 })
}

function worstHeadline(_run: RunFold): Headline | null {
  return null
}
