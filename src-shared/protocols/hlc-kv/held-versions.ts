/** The newest versions that each node has told to hold, by stamp, and what their writers wrote. */
import { compareHybrid } from '../../causality/hybrid-clock'
import type { HybridTime } from '../../causality/hybrid-clock'
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import { operationKey } from '../../folds/operations'
import type { NodeId } from '../../ids'
import { VersionStamped, VersionsReceived } from './facts'

export interface HeldStamp {
  readonly operation: string
  readonly stamp: HybridTime
}

interface HeldVersions {
  /** By node and key: the newest by stamp first. */
  readonly nodes: Map<NodeId, Map<string, readonly HeldStamp[]>>
  /** By operation; null: it deletes. */
  readonly values: Map<string, string | null>
}

/** Versions shown of a key; keys of a node; values remembered: the oldest are let go. */
const VERSIONS_MAX = 3
const KEYS_MAX = 500
const VALUES_MAX = 20_000

export const heldVersionsFold = declareFold<HeldVersions>({
  create: () => ({ nodes: new Map(), values: new Map() }),
  reads: ['invoke', VersionStamped.name, VersionsReceived.name],
  observe: foldVersions,
  forget: ({ nodes }) => nodes.clear()
})

function foldVersions({ nodes, values }: HeldVersions, event: LabEvent): void {
  if (event.kind === 'invoke') {
    const { operation } = event
    if (operation.f === 'put') setNewest(values, operationKey(event), operation.value, VALUES_MAX)
    if (operation.f === 'delete') setNewest(values, operationKey(event), null, VALUES_MAX)
  }
  if (VersionStamped.is(event)) hold(nodes, event.node, event.data)
  if (VersionsReceived.is(event)) for (const version of event.data.versions) hold(nodes, event.node, version)
}

function hold(nodes: HeldVersions['nodes'], node: NodeId, { key, operation, stamp }: HeldStamp & { readonly key: string }): void {
  let rows = nodes.get(node)
  if (rows === undefined) nodes.set(node, (rows = new Map()))
  const versions = [{ operation, stamp }, ...(rows.get(key) ?? [])].sort((a, b) => compareHybrid(b.stamp, a.stamp))
  // Frozen, so that copies of the fold share it.
  setNewest(rows, key, Object.freeze(versions.slice(0, VERSIONS_MAX)), KEYS_MAX)
}

function setNewest<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key)
  map.set(key, value)
  if (map.size > most) map.delete(map.keys().next().value!)
}
