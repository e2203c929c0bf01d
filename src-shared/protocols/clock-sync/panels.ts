import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Headline } from '../../panels/headline'
import type { Panels } from '../../panels/panel'

/** Polls may be far apart: less silence says nothing. */
const SILENCE_MS = 10_000

export const panels: Panels = {
  run: [],
  node: [],
  figure: ({ cluster }, node) => ({
    name: 'ms off',
    title: 'What its own clock is off by, in ms',
    value: Math.round(cluster.nodes.get(node)?.values['clock_error_ms'] ?? 0) || 0
  }),
  caption: boundCaption,
  headline: worstHeadline,
  crash_hint: 'Right-click a source (or press C) to crash it: the clocks below it become less and less sure.',
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** `± 0.42 ms`: how far the node's time may be off, as far as it knows. */
function boundCaption({ cluster }: RunFold, node: NodeId): string {
  const bound_ms = cluster.nodes.get(node)?.values['clock_bound_ms']
  return bound_ms === undefined ? 'no time yet' : boundText(bound_ms)
}

/** The node that knows its time least. */
function worstHeadline({ cluster }: RunFold): Headline {
  let worst: { readonly id: NodeId; readonly bound_ms: number } | null = null
  for (const { id, values } of cluster.nodes.values()) {
    const bound_ms = values['clock_bound_ms']
    if (bound_ms !== undefined && bound_ms > (worst?.bound_ms ?? -1)) worst = { id, bound_ms }
  }
  if (worst === null) return { parts: [{ text: 'Nobody has a time yet', name: 'time' }] }
  return {
    parts: [
      { text: `All say that they know the time to ${boundText(worst.bound_ms)} or better`, name: 'time' },
      { text: ` · ${worst.id} the least`, muted: true }
    ]
  }
}

function boundText(bound_ms: number): string {
  return `± ${bound_ms.toLocaleString('en', { maximumSignificantDigits: 3 })} ms`
}
