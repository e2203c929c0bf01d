/** The pictures of hash trees that differed: which places of each level, and the rows that were exchanged for it. */
import { durationText } from '../../charts/time-scale'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { HashTree, TreePlaceState } from '../../panels/pictures'
import { counted } from '../../text/counted'
import { comparedTreesFold } from './compared-trees'
import type { ComparedTrees } from './compared-trees'

const TREES_SHOWN = 3

/** Those of the node's last comparisons that found a difference, the newest first. */
export function hashTrees(run: RunFold, node: NodeId): readonly HashTree[] {
  const kept = comparedTreesFold.of(run)?.get(node) ?? []
  return kept.slice(0, TREES_SHOWN).map((compared) => treeOf(compared, run.cluster.now_us))
}

function treeOf(compared: ComparedTrees, now_us: number): HashTree {
  const { by, peer, range, branches, levels, t_us } = compared
  const ago = durationText(Math.round((now_us - t_us) / 1000))
  const leaves = levels.at(-1)!.differing.length
  return {
    title: `${by} and ${peer}, range ${range + 1}, ${ago} ago`,
    branches,
    levels: levels.map((level, depth) => placesOf(level, branches ** depth)),
    rows: exchangedRows(compared),
    text: `${by} and ${peer} compared range ${range + 1} ${ago} ago: they differ in ${leaves} of ${branches ** (levels.length - 1)} leaves; ${exchangedText(compared)}`
  }
}

function placesOf({ compared, differing }: ComparedTrees['levels'][number], width: number): TreePlaceState[] {
  const [seen, lit] = [new Set(compared), new Set(differing)]
  return Array.from({ length: width }, (_, place) => (lit.has(place) ? 'differs' : seen.has(place) ? 'equal' : 'skipped'))
}

/** `a: n1 → n3`, by leaf. */
function exchangedRows({ by, peer, exchanged }: ComparedTrees): HashTree['rows'] {
  if (exchanged === null) return []
  const { taken, sent } = exchanged
  const rows = [
    ...taken.map(({ key, leaf }) => ({ leaf, text: `${key}: ${by} → ${peer}` })),
    ...sent.map(({ key, leaf }) => ({ leaf, text: `${key}: ${peer} → ${by}` }))
  ]
  return rows.sort((a, b) => a.leaf - b.leaf)
}

/** `n3 took 2 keys and sent 1 back`. */
function exchangedText({ peer, exchanged }: ComparedTrees): string {
  if (exchanged === null) return 'what lies below them is on its way or lost'
  const { taken_count, sent_count } = exchanged
  return `${peer} took ${counted(taken_count, 'key')} and sent ${sent_count} back`
}
