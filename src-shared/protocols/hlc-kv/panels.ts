import type { HybridTime } from '../../causality/hybrid-clock'
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
  node: [{ kind: 'rows', title: 'Versions by stamp, s', rows: versionRows, summary: keysText }],
  caption: aheadText,
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** What changed last first. */
function versionRows(run: RunFold, node: NodeId): HeldRow[] {
  const fold = heldVersionsFold.of(run)
  const rows = [...(fold?.nodes.get(node) ?? [])].reverse()
  return rows.map(([key, { operation, stamp }]) => {
    const value = fold?.values.get(operation)
    const text = value === undefined ? `written by ${operation}` : value === null ? 'deleted' : shortValue(value)
    return { key, versions: [{ text, version: shortStamp(stamp) }] }
  })
}

/** `2.167666+4`: beside a value there is little room. */
function shortStamp({ physical_us, counter }: HybridTime): string {
  return `${(physical_us / 1e6).toFixed(6)}${counter === 0 ? '' : `+${counter}`}`
}

function keysText(run: RunFold, node: NodeId): string | null {
  const keys = heldVersionsFold.of(run)?.nodes.get(node)?.size ?? 0
  return keys > 0 ? counted(keys, 'key') : null
}

/** `hybrid +1.98 s`; nothing where it shows what the physical clock does. */
function aheadText({ cluster }: RunFold, node: NodeId): string {
  const ahead_ms = Math.round(cluster.nodes.get(node)?.values.hybrid_ahead_ms ?? 0)
  return ahead_ms > 0 ? `hybrid +${durationText(ahead_ms)}` : ''
}

/** Whose clock is farthest ahead of its physical one, and what was refused: "n2’s hybrid clock is 1.2 s ahead · 14 stamps refused". */
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
      ? `${farthest.id}’s hybrid clock is ${durationText(ahead_ms)} ahead of its physical one`
      : 'No hybrid clock is ahead of its physical one'
  const parts: Headline['parts'][number][] = [{ text, name: 'ahead' }]
  if (refused > 0) parts.push({ text: ` · ${counted(refused, 'stamp')} refused`, muted: true })
  return { parts }
}

function durationText(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toLocaleString('en', { maximumFractionDigits: 2 })} s`
}
