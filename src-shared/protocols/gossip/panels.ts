import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Headline } from '../../panels/headline'
import type { Panels } from '../../panels/panel'
import { itemText } from './items'
import { newestSpread, spreadFold } from './spread'

/** Sites talk to a few others each round: less silence says nothing. */
const SILENCE_MS = 10_000

export const panels: Panels = {
  headline,
  crash_hint: 'Right-click a node and choose Write: it is given an update, and you see it spread.',
  run: [],
  node: [{ kind: 'lines', lines: nodeLines }],
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** "news = 1 is known to 9 of 12 sites · 4 tell it". */
function headline(run: RunFold): Headline | null {
  const fold = spreadFold.of(run)
  const sites = run.cluster.nodes.size
  if (fold === null || sites === 0) return null
  const spread = newestSpread(fold, run.cluster.now_us)
  if (spread === null) return { parts: [{ text: 'No site was given an update yet', name: 'spread' }] }
  const { item, knowers, silenced_us } = spread
  const known = Math.min(knowers.length, sites).toLocaleString('en')
  const text = `${itemText(item)} is known to ${known} of ${sites.toLocaleString('en')} sites`
  const silent = silenced_us.length
  return {
    parts: [
      { text, name: 'spread' },
      ...(silent > 0 ? [{ text: ` · ${silent.toLocaleString('en')} tell it no more`, name: 'silent', muted: true as const }] : [])
    ]
  }
}

function nodeLines(run: RunFold, node: NodeId): (readonly [string, string])[] {
  const fold = spreadFold.of(run)
  const spread = fold === null ? null : newestSpread(fold, run.cluster.now_us)
  const knower = spread?.knowers.find((one) => one.node === node)
  if (!spread) return []
  if (knower === undefined) return [[itemText(spread.item), 'not known']]
  return [[itemText(spread.item), knower.from === null ? 'was given it' : `from ${knower.from}, after ${knower.rounds} rounds`]]
}
