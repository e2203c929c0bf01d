/** The sets and lists of each node, as it would answer for them. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { CollectionsChanged, KEYS_TOLD_MAX } from './facts'
import type { CollectionMark } from './facts'

export type CollectionsFold = Map<NodeId, Map<string, CollectionMark>>

export const collectionsFold = declareFold<CollectionsFold>({
  create: () => new Map(),
  reads: ['node-started', CollectionsChanged.name],
  observe: foldCollections,
  forget: (nodes) => nodes.clear()
})

function foldCollections(nodes: CollectionsFold, event: LabEvent): void {
  if (event.kind === 'node-started') nodes.delete(event.node)
  if (!CollectionsChanged.is(event)) return
  const known = nodes.get(event.node) ?? new Map<string, CollectionMark>()
  for (const collection of event.data.collections) {
    known.delete(collection.key)
    known.set(collection.key, Object.freeze(collection))
    // Those changed longest ago go first.
    if (known.size > KEYS_TOLD_MAX) known.delete(known.keys().next().value!)
  }
  nodes.set(event.node, known)
}

/** Those of a node, the one that changed last at the end. */
export function collectionsOf(nodes: CollectionsFold, node: NodeId): CollectionMark[] {
  return [...(nodes.get(node)?.values() ?? [])]
}

/** A set as its members one after the other, a list of single characters as the text that they make. */
export function collectionText({ members, size, is_list }: CollectionMark): string {
  const is_text = is_list && members.every((member) => [...member].length === 1)
  const shown = members.join(is_text ? '' : ', ')
  return size > members.length ? `${shown} … (${size})` : shown || 'empty'
}
