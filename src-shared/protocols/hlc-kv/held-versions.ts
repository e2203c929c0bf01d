/** The greatest version by stamp that each node has told to hold of a key, and what its writer wrote. */
import { compareHybrid } from '../../causality/hybrid-clock'
import type { HybridTime } from '../../causality/hybrid-clock'
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { operationKey } from '../../folds/operations'
import type { NodeId } from '../../ids'
import { VersionStamped, VersionsReceived } from './facts'

export interface HeldVersion {
  readonly operation: string
  readonly stamp: HybridTime
}

interface HeldVersions {
  /** By node and key; what changed last at the end. */
  readonly nodes: Map<NodeId, Map<string, HeldVersion>>
  /** By operation; null: it deletes. */
  readonly values: Map<string, string | null>
  /** Of each node's disk: what an earlier one held is gone. */
  readonly generations: Map<NodeId, number>
}

/** Keys of a node, and values remembered: the oldest are let go. */
const KEYS_MAX = 500
const VALUES_MAX = 20_000

export const heldVersionsFold = declareFold<HeldVersions>({
  create: () => ({ nodes: new Map(), values: new Map(), generations: new Map() }),
  reads: ['invoke', 'node-started', VersionStamped.name, VersionsReceived.name],
  observe: foldVersions,
  forget: ({ nodes }) => nodes.clear()
})

function foldVersions({ nodes, values, generations }: HeldVersions, event: LabEvent): void {
  if (event.kind === 'invoke') {
    const { operation } = event
    if (operation.f === 'put') setNewest(values, operationKey(event), operation.value, VALUES_MAX)
    if (operation.f === 'delete') setNewest(values, operationKey(event), null, VALUES_MAX)
  }
  if (event.kind === 'node-started') {
    const { node, generation = 0 } = event
    if (generation > (generations.get(node) ?? 0)) nodes.delete(node)
    generations.set(node, generation)
  }
  if (VersionStamped.is(event)) hold(nodes, event.node, event.data)
  if (VersionsReceived.is(event)) for (const version of event.data.versions) hold(nodes, event.node, version)
}

function hold(
  nodes: HeldVersions['nodes'],
  node: NodeId,
  { key, operation, stamp }: HeldVersion & { readonly key: string }
): void {
  let rows = nodes.get(node)
  if (rows === undefined) nodes.set(node, (rows = new Map()))
  const before = rows.get(key)
  if (before !== undefined && compareHybrid(stamp, before.stamp) < 0) return
  // Frozen, so that copies of the fold share it.
  setNewest(rows, key, Object.freeze({ operation, stamp }), KEYS_MAX)
}

function setNewest<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value!)
}
