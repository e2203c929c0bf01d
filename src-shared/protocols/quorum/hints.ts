/** Hints that wait on nodes' disks for replicas that missed something, as they tell it. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { Hints } from './facts'
import type { HintMark } from './facts'

/** By node, then by replica and key; what changed last at the end. */
type HintsFold = Map<NodeId, Map<string, HintMark>>

/** Of one node; those changed longest ago go first. */
const HINTS_MAX = 500

export const hintsFold = declareFold<HintsFold>({
  create: () => new Map(),
  reads: [Hints.name],
  observe: foldHints,
  forget: (nodes) => nodes.clear()
})

function foldHints(nodes: HintsFold, event: LabEvent): void {
  if (!Hints.is(event)) return
  const known = nodes.get(event.node)
  const waiting = known === undefined || event.data.all ? new Map<string, HintMark>() : known
  for (const hint of event.data.hints) {
    const name = `${hint.to} ${hint.key}`
    waiting.delete(name)
    if (hint.versions.length > 0) waiting.set(name, Object.freeze(hint))
    if (waiting.size > HINTS_MAX) waiting.delete(waiting.keys().next().value!)
  }
  nodes.set(event.node, waiting)
}
