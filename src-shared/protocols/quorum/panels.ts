import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { HeldRow, HeldVersion } from '../../panels/holdings'
import { hearingBeliefs } from '../../panels/hearing-beliefs'
import type { Panels } from '../../panels/panel'
import { counted } from '../../text/counted'
import { hasSwim } from '../membership/embedded'
import { differences, memberBeliefs, membersTable, suspicionTag } from '../membership/panels'
import { hashTrees } from './hash-trees'
import { hintsFold } from './hints'
import { headline } from './headline'
import { story } from './story'
import { shortValue } from '../../text/value-text'
import type { VersionMark } from './facts'
import { rowsOf, siblingsOf, storedRowsFold, versionText } from './stored-rows'
import type { StoredRowsFold } from './stored-rows'

const HINTS_SHOWN = 12
const SILENCE_MS_MIN = 1_000
/** Comparisons of hash trees that a node may miss from another one before that counts as silent: they go by turns. */
const TURNS_MISSED = 5

const heard = hearingBeliefs({ silence_ms: silenceMs })

export const panels: Panels = {
  headline,
  story,
  run: [
    { kind: 'own', name: 'quorum-overlap' },
    { kind: 'lines', lines: differences }
  ],
  node: [
    { kind: 'rows', title: 'On its disk', rows: storedRows, summary: keysText },
    { kind: 'table', title: 'Hints that wait', columns: ['for', 'key', 'version'], rows: hintRows },
    { kind: 'hash-trees', title: 'Hash trees that differed', trees: hashTrees },
    membersTable
  ],
  tag: tagOf,
  beliefs: (run, node) => (hasSwim(run.cluster.parameters) ? memberBeliefs(run, node) : heard(run, node))
}

/** The versions that the node keeps of each key: siblings first, then what changed last. */
function storedRows(run: RunFold, node: NodeId): HeldRow[] {
  const fold = storedRowsFold.of(run)
  if (fold === null) return []
  const all = rowsOf(fold, node).reverse()
  const kept = [...all.filter(({ versions }) => versions.length > 1), ...all.filter(({ versions }) => versions.length === 1)]
  return kept.map(({ key, versions }) => ({ key, versions: versions.map((version) => heldVersion(version, fold)) }))
}

function heldVersion(version: VersionMark, { values }: StoredRowsFold): HeldVersion {
  const written = values.get(version.operation)
  const known = written === undefined ? `written by ${version.operation}` : shortValue(written)
  return { text: version.deleted ? 'deleted' : known, version: versionText(version) }
}

/** `12 keys`, `12 keys, 3 hints`. */
function keysText(run: RunFold, node: NodeId): string | null {
  const keys = storedRowsFold.of(run)?.nodes.get(node)?.size ?? 0
  const hints = hintsFold.of(run)?.get(node)?.size ?? 0
  return hints > 0 ? counted(hints, 'hint') : keys > 0 ? counted(keys, 'key') : null
}

function hintRows(run: RunFold, node: NodeId) {
  const waiting = [...(hintsFold.of(run)?.get(node)?.values() ?? [])].reverse()
  const more = waiting.length - HINTS_SHOWN
  return {
    shown: waiting.slice(0, HINTS_SHOWN).map(({ to, key, versions }) => ({
      cells: [to, key, versions.map(versionText).join(' ')],
      marked: false
    })),
    more: more > 0 ? `and ${more.toLocaleString('en')} more` : null
  }
}

/** Nodes that have nothing to ask each other compare their hash trees. */
function silenceMs({ cluster: { parameters } }: RunFold): number {
  return Math.max(SILENCE_MS_MIN, TURNS_MISSED * Number(parameters['anti_entropy_ms']))
}

/** Below a node: what others take it for, and what stands beside each other on it. */
function tagOf(run: RunFold, node: NodeId): string | null {
  const tags = [suspicionTag(run, node), siblingsTag(run, node)].filter((tag) => tag !== null)
  return tags.length === 0 ? null : tags.join(', ')
}

/** `x: 2 siblings`: versions of a key that stand beside each other here. */
function siblingsTag(run: RunFold, node: NodeId): string | null {
  const fold = storedRowsFold.of(run)
  const rows = fold === null ? [] : siblingsOf(fold, node)
  if (rows.length === 0) return null
  return rows.length === 1 ? `${rows[0]!.key}: ${rows[0]!.versions.length} siblings` : `${rows.length} keys with siblings`
}
