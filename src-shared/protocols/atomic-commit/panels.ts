import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Panels } from '../../panels/panel'
import { headline } from './headline'
import { doubtTag, memberPanels } from '../transactions/member-panels'
import { progressFold, progressTexts } from './progress'
import { story } from './story'

/** Members talk about transactions alone: less silence says nothing. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  story,
  crash_hint: 'Right-click the coordinator (or press C) to crash it, and watch who waits.',
  run: [],
  node: memberPanels,
  tag: memberTag,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** `1 in doubt, 2 keys locked, 1 pre-committed, takes over`. */
function memberTag(run: RunFold, node: NodeId): string | null {
  const doubt = doubtTag(run, node)
  const texts = [...(doubt === null ? [] : [doubt]), ...progressTexts(progressFold.of(run), node)]
  return texts.length > 0 ? texts.join(', ') : null
}
