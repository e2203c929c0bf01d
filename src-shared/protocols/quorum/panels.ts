import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { PanelRow, Panels } from '../../panels/panel'
import { headline } from './headline'
import { story } from './story'
import { shortValue } from '../../text/value-text'
import type { RowMark } from './facts'
import { rowsOf, siblingsOf, storedRowsFold, versionText } from './stored-rows'
import type { StoredRowsFold } from './stored-rows'

const KEYS_SHOWN = 12

export const panels: Panels = {
  headline,
  story,
  run: [{ kind: 'own', name: 'quorum-overlap' }],
  node: [{ kind: 'table', title: 'On its disk', columns: ['key', 'value', 'version'], rows: storedRows }],
  tag: siblingsTag
}

/** The versions that the node keeps of each key: siblings first, then what changed last. */
function storedRows(run: RunFold, node: NodeId) {
  const fold = storedRowsFold.of(run)
  if (fold === null) return { shown: [], more: null }
  const all = rowsOf(fold, node).reverse()
  const kept = [...all.filter(({ versions }) => versions.length > 1), ...all.filter(({ versions }) => versions.length === 1)]
  const more = kept.length - KEYS_SHOWN
  return {
    shown: kept.slice(0, KEYS_SHOWN).flatMap((row) => versionRows(row, fold)),
    more: more > 0 ? `and ${more.toLocaleString('en')} more keys` : null
  }
}

function versionRows({ key, versions }: RowMark, { values }: StoredRowsFold): PanelRow[] {
  const marked = versions.length > 1
  return versions.map((version, i) => {
    const written = values.get(version.operation)
    const known = written === undefined ? `written by ${version.operation}` : shortValue(written)
    const value = version.deleted ? 'deleted' : known
    return { cells: [i === 0 ? key : '', marked ? `${value} (sibling)` : value, versionText(version)], marked }
  })
}

/** `x: 2 siblings`: versions of a key that stand beside each other here. */
function siblingsTag(run: RunFold, node: NodeId): string | null {
  const fold = storedRowsFold.of(run)
  const rows = fold === null ? [] : siblingsOf(fold, node)
  if (rows.length === 0) return null
  return rows.length === 1 ? `${rows[0]!.key}: ${rows[0]!.versions.length} siblings` : `${rows.length} keys with siblings`
}
