import { hybridText } from '../../causality/hybrid-clock'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Headline } from '../../panels/headline'
import type { HeldRow } from '../../panels/holdings'
import type { Panels } from '../../panels/panel'
import { counted } from '../../text/counted'
import { shortValue } from '../../text/value-text'
import { heldVersionsFold } from './held-versions'

/** Every node closes its time more often than that. */
const SILENCE_MS = 1_000

export const panels: Panels = {
  headline,
  run: [],
  node: [{ kind: 'rows', title: 'Versions by stamp', rows: versionRows, summary: keysText }],
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** What changed last first; of each key the version that readers find first. */
function versionRows(run: RunFold, node: NodeId): HeldRow[] {
  const fold = heldVersionsFold.of(run)
  const rows = [...(fold?.nodes.get(node) ?? [])].reverse()
  return rows.map(([key, versions]) => ({
    key,
    versions: versions.map(({ operation, stamp }) => {
      const value = fold?.values.get(operation)
      const text = value === undefined ? `written by ${operation}` : value === null ? 'deleted' : shortValue(value)
      return { text, version: hybridText(stamp) }
    })
  }))
}

function keysText(run: RunFold, node: NodeId): string | null {
  const keys = heldVersionsFold.of(run)?.nodes.get(node)?.size ?? 0
  return keys > 0 ? counted(keys, 'key') : null
}

/** Whose clock is farthest ahead of its physical one, and what was refused: "n2’s hybrid clock is 1,200 ms ahead · 14 stamps refused". */
function headline({ cluster }: RunFold): Headline | null {
  const gauges = [...cluster.nodes.values()].map(({ id, values }) => ({
    id,
    ahead_ms: values.hybrid_ahead_ms ?? 0,
    refused: values.stamps_refused ?? 0
  }))
  if (gauges.length === 0) return null
  const farthest = gauges.reduce((most, gauge) => (gauge.ahead_ms > most.ahead_ms ? gauge : most))
  const refused = gauges.reduce((sum, gauge) => sum + gauge.refused, 0)
  const ahead_ms = Math.round(farthest.ahead_ms)
  const text =
    ahead_ms > 0
      ? `${farthest.id}’s hybrid clock is ${ahead_ms.toLocaleString('en')} ms ahead of its physical one`
      : 'Hybrid clocks are at physical time'
  const parts: Headline['parts'][number][] = [{ text, name: 'ahead' }]
  if (refused > 0) parts.push({ text: ` · ${counted(refused, 'stamp')} refused`, muted: true })
  return { parts }
}
