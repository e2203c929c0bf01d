import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Panels } from '../../panels/panel'
import { headline } from './headline'
import { doubtTag, memberPanels } from './member-panels'
import { story } from './story'

/** Members talk about transactions alone: less silence says nothing. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  story,
  crash_hint: 'Right-click the coordinator (or press C) to crash it, and watch who waits.',
  run: [],
  node: memberPanels,
  tag: doubtTag,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}
