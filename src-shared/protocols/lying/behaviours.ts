/** What members are set to. */
import { declareFold } from '../../folds/declared'
import type { RunFold } from '../../folds/run'
import type { NodeId } from '../../ids'
import type { NodePanel, Panels } from '../../panels/panel'
import { BehaviourSet } from './facts'

export const behavioursFold = declareFold<Map<NodeId, string>>({
  create: () => new Map(),
  reads: [BehaviourSet.name],
  observe(behaviours, event) {
    if (BehaviourSet.is(event)) behaviours.set(event.node, event.data.behaviour)
  }
})

/** One that nobody has set is honest. */
export function behaviourOf(run: RunFold, node: NodeId): string {
  return behavioursFold.of(run)?.get(node) ?? 'honest'
}

/** Of members that somebody has set: most clusters have no liar. */
export const behaviourPanel: NodePanel = {
  kind: 'lines',
  lines: (run, node) => (behavioursFold.of(run)?.has(node) ? [['behaviour', behaviourOf(run, node)]] : [])
}

export const liarTag: NonNullable<Panels['tag']> = (run, node) => {
  const behaviour = behaviourOf(run, node)
  return behaviour === 'honest' ? null : `lies: ${behaviour}`
}
