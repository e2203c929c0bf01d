import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { HeldRow } from '../../panels/holdings'
import type { Panels } from '../../panels/panel'
import { followsPanel } from '../leadership/panels'
import { headline } from './headline'
import { story } from './story'
import { PARTS_NOTE, partsTables } from './parts'
import { seenFold } from '../numbered-updates/seen'
import { collectionsFold, collectionsOf, collectionText } from './collections'

/** A leader that has nothing to send still says hello now and then. */
const SILENCE_MS = 1_000

export const panels: Panels = {
  headline,
  story,
  run: [],
  node: [
    followsPanel,
    { kind: 'rows', title: 'Updates that it has', rows: seenRows, summary: updatesText },
    { kind: 'rows', title: 'Sets and lists', rows: collectionRows, summary: () => null },
    { kind: 'parts', title: 'Counters by part, sets by add', note: PARTS_NOTE, tables: partsTables }
  ],
  beliefs: hearingBeliefs({ silence_ms: () => SILENCE_MS })
}

/** Its version vector, an origin a row. */
function seenRows(run: RunFold, node: NodeId): HeldRow[] {
  const seen = seenFold.of(run)?.get(node) ?? []
  const origins = run.cluster.run?.nodes ?? []
  // Beyond the run's nodes: what they made on their second disk, and so on.
  return seen.slice(0, origins.length).map((count, at) => ({
    key: `of ${origins[at]}`,
    versions: [{ text: count.toLocaleString('en'), version: null }]
  }))
}

/** `[12,9,11]`. */
function updatesText(run: RunFold, node: NodeId): string | null {
  const seen = seenFold.of(run)?.get(node)
  return seen === undefined ? null : `[${seen.slice(0, run.cluster.nodes.size).join(',')}]`
}

/** What changed last first: beside another node's one sees where they differ. */
function collectionRows(run: RunFold, node: NodeId): HeldRow[] {
  const fold = collectionsFold.of(run)
  const kept = fold === null ? [] : collectionsOf(fold, node).reverse()
  return kept.map((collection) => ({
    key: collection.key,
    versions: [{ text: collectionText(collection), version: `${collection.size}` }]
  }))
}
