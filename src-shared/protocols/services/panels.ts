import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Panels } from '../../panels/panel'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import { counted } from '../../text/counted'
import { spansFold } from './spans'

/** Members talk about requests alone: less silence says nothing. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  crash_hint: 'Right-click the last service (or press C) to crash it, and watch what its callers do.',
  run: [],
  node: [],
  tag: openTag,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** `3 calls open`. */
function openTag(run: RunFold, node: NodeId): string | null {
  let open = 0
  for (const span of spansFold.of(run)?.open.values() ?? []) if (span.node === node && span.side === 'client') open++
  return open > 0 ? `${counted(open, 'call')} open` : null
}
