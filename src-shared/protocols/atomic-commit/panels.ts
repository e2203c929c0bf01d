import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Panels } from '../../panels/panel'
import { headline } from './headline'
import { doubtsAt, doubtTag, memberPanels } from '../transactions/member-panels'
import { progressFold, progressText } from './progress'
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

/** `1 in doubt, 2 keys locked`, or `1 in doubt, takes over`: a longer one would cover those of other nodes. */
function memberTag(run: RunFold, node: NodeId): string | null {
  const progress = progressText(progressFold.of(run), node)
  if (progress === null) return doubtTag(run, node)
  const in_doubt = doubtsAt(run, node)
  return in_doubt > 0 ? `${in_doubt} in doubt, ${progress}` : progress
}
