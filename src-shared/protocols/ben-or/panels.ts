import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Headline } from '../../panels/headline'
import type { Panels } from '../../panels/panel'
import { counted } from '../../text/counted'
import { roundsFold } from './rounds'
import type { RoundSpan } from './rounds'

/** Nodes that have decided say nothing more: less silence says nothing. */
const SILENCE_MS = 2_000

export const panels: Panels = {
  headline,
  crash_hint: 'Right-click a node (or press C) to crash it: fewer than half may be down, and the others still decide.',
  run: [],
  node: [{ kind: 'lines', lines: nodeLines }],
  caption: ({ declared }, node) => captionOf(currentRound({ declared }, node)),
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

function currentRound(run: Pick<RunFold, 'declared'>, node: NodeId): RoundSpan | null {
  return roundsFold.of(run)?.current.get(node) ?? null
}

function captionOf(span: RoundSpan | null): string {
  return span === null ? '' : `${span.bit} in round ${span.round}`
}

/** "12 instances decided, the last one 1 in round 3 · instance 13 in round 2". */
function headline(run: RunFold): Headline | null {
  const fold = roundsFold.of(run)
  if (fold === null || run.cluster.nodes.size === 0) return null
  const { decided, current } = fold
  const last = decided.at(-1)
  const text =
    last === undefined
      ? 'Nothing is decided'
      : `${last.bit} is decided in round ${last.round}${decided.length === 1 ? '' : ` · ${counted(decided.length, 'decision')}`}`
  const newest = [...current.values()].reduce<RoundSpan | null>(
    (most, span) => (span.round > (most?.round ?? 0) ? span : most),
    null
  )
  const parts: Headline['parts'][number][] = [{ text, name: 'decided' }]
  if (newest !== null)
    parts.push({ text: ` · instance ${newest.instance} is in round ${newest.round}`, name: 'round', muted: true })
  return { parts }
}

function nodeLines(run: RunFold, node: NodeId): (readonly [string, string])[] {
  const span = currentRound(run, node)
  if (span === null) return []
  const source = { input: 'its input', proposal: 'a proposal that it heard', coin: 'its coin' }[span.source]
  return [
    ['instance', String(span.instance)],
    ['reports', `${span.bit}, by ${source}`],
    [
      'proposes',
      span.proposal === undefined ? 'not yet' : span.proposal === null ? 'nothing: no majority' : String(span.proposal)
    ]
  ]
}
