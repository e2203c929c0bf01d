import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Headline } from '../../panels/headline'
import type { Panels } from '../../panels/panel'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import { counted } from '../../text/counted'
import { listOf } from '../../text/list-text'
import { spansFold } from './spans'
import { TIERS } from './tiers'

/** Members talk about requests alone: less silence says nothing. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  crash_hint: 'Right-click the last service (or press C) to crash it, and watch what its callers do.',
  run: [{ kind: 'own', name: 'trace-waterfall' }],
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

/** Who calls whom: `A → B1 and B2 → nobody`. */
function headline({ cluster }: RunFold): Headline | null {
  const nodes = [...cluster.nodes.values()]
  const tiers = TIERS.map((tier) => nodes.filter(({ role }) => role === tier)).filter((members) => members.length > 0)
  if (tiers.length === 0) return null
  const running = tiers.map((members) => members.filter(({ process }) => process === 'running').map(({ id }) => id))
  return { parts: [{ text: running.map((ids) => (ids.length > 0 ? listOf(ids) : 'nobody')).join(' → '), name: 'roles' }] }
}
