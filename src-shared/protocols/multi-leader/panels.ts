import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { Panels } from '../../panels/panel'
import { followsPanel } from '../leadership/panels'
import { headline } from './headline'
import { story } from './story'
import { collectionsFold, collectionsOf, collectionText } from './collections'

const KEYS_SHOWN = 8

export const panels: Panels = {
  headline,
  story,
  run: [],
  node: [followsPanel, { kind: 'table', title: 'Sets and lists', columns: ['key', 'content', 'size'], rows: collectionRows }]
}

/** What changed last first: beside another node's one sees where they differ. */
function collectionRows(run: RunFold, node: NodeId) {
  const fold = collectionsFold.of(run)
  const kept = fold === null ? [] : collectionsOf(fold, node).reverse()
  const more = kept.length - KEYS_SHOWN
  return {
    shown: kept.slice(0, KEYS_SHOWN).map((collection) => ({
      cells: [collection.key, collectionText(collection), String(collection.size)],
      marked: false
    })),
    more: more > 0 ? `and ${more.toLocaleString('en')} more keys` : null
  }
}
