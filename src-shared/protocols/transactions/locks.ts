/** Keys that participants hold locked for transactions whose decision they do not know. */
import type { LabEvent } from '../../events'
import { declareFold } from '../../folds/declared'
import type { NodeId } from '../../ids'
import { Forced, Prepared, Recovered, Released } from './facts'
import { memberOf } from './member'

interface Locks {
  readonly reads: readonly string[]
  readonly writes: readonly string[]
}

/** By member, then by transaction. */
type LocksFold = Map<NodeId, Map<string, Locks>>

export const locksFold = declareFold<LocksFold>({
  create: () => new Map(),
  reads: [Prepared.name, Released.name, Forced.name, Recovered.name],
  observe: foldLocks
})

function foldLocks(nodes: LocksFold, event: LabEvent): void {
  if (Prepared.is(event)) lock(held(nodes, memberOf(event)), event.data)
  else if (Released.is(event) || Forced.is(event)) held(nodes, memberOf(event)).delete(event.data.transaction)
  else if (Recovered.is(event)) {
    held(nodes, memberOf(event)).clear()
    for (const prepared of event.data.prepared) lock(held(nodes, memberOf(event)), prepared)
  }
}

function lock(locks: Map<string, Locks>, { transaction, reads, writes }: Locks & { readonly transaction: string }): void {
  // Frozen, so that copies of the fold share it.
  locks.set(transaction, Object.freeze({ reads: Object.freeze(reads), writes: Object.freeze(writes) }))
}

function held(nodes: LocksFold, node: NodeId): Map<string, Locks> {
  let locks = nodes.get(node)
  if (locks === undefined) nodes.set(node, (locks = new Map()))
  return locks
}

/** Each key that the node holds locked, and for which transaction; what waits longest first. */
export function locksOf(nodes: LocksFold | null, node: NodeId): { key: string; transaction: string; writes: boolean }[] {
  return [...(nodes?.get(node) ?? [])].flatMap(([transaction, { reads, writes }]) => [
    ...writes.map((key) => ({ key, transaction, writes: true })),
    ...reads.filter((key) => !writes.includes(key)).map((key) => ({ key, transaction, writes: false }))
  ])
}
