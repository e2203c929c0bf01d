/**
 * Sloppy quorum: if a replica does not answer, the next node of the preference list stores a hint for it (Dynamo §4.6) and
 * delivers it later (see hints.ts).
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import { replicasOf, sendStored, sendWrite, whenOnDisk } from './core'
import { keepHint } from './hints'
import type { Hint } from './messages'
import type { OpenWrite } from './state'

/** Asks the next spare node to stand in for each of these replicas. */
export function assignFallbacks(core: Core, write: OpenWrite, replicas: readonly NodeId[]): void {
  for (const replica of replicas) assignFallback(core, write, replica, write.spare.shift())
}

/**
 * Replicas that neither have the write nor anybody standing in for them, and for which somebody may: this node as well, when its own
 * disk is silent and another one's would count (a hint on the disk that is silent would not).
 */
export function replaceableReplicas(core: Core, write: OpenWrite): NodeId[] {
  const { id, settings } = core.state
  const { replicas, stored_by, hinted_by, spare } = write
  const is_own_silent = replicas.includes(id) && !stored_by.has(id) && !hinted_by.has(id)
  const others = uncoveredReplicas(core, write)
  return settings.sloppy_quorum && is_own_silent && spare.length > others.length ? [...others, id] : others
}

/** Timed out: store hints locally for replicas that no other node covers, so that the write is not lost. */
export function storeRemainingHints(core: Core, write: OpenWrite): void {
  for (const replica of uncoveredReplicas(core, write)) storeHintLocally(core, write, replica)
}

/** Replicas that neither have the write nor a hint anywhere. This node's own copy is on its way to the disk. */
export function uncoveredReplicas({ state }: Core, { replicas, stored_by, hinted_by, hinted_here }: OpenWrite): NodeId[] {
  const is_covered = (node: NodeId) => stored_by.has(node) || hinted_by.has(node) || hinted_here.has(node)
  return replicas.filter((replica) => replica !== state.id && !is_covered(replica))
}

/** `node` undefined: nobody is left to ask. */
function assignFallback(core: Core, write: OpenWrite, replica: NodeId, node: NodeId | undefined): void {
  const { state } = core
  if (node === undefined) return storeHintLocally(core, write, replica)
  const { id, key, row } = write
  const as_of_us = write.version.at_us
  if (node !== state.id) sendWrite(core, node, { type: 'hint', as_of_us, id, to: replica, key, row })
  else if (keepHint(core, replica, key, { row, as_of_us })) whenOnDisk(core, id, row)
  else return
  write.asked.set(node, replica)
}

function storeHintLocally(core: Core, write: OpenWrite, replica: NodeId): void {
  if (keepHint(core, replica, write.key, { row: write.row, as_of_us: write.version.at_us })) write.hinted_here.add(replica)
}

/** Another node asks this one to stand in for a replica. */
export function onHint(core: Core, from: NodeId, { id, to, key, row, as_of_us }: Hint): void {
  const { state } = core
  const replicas = replicasOf(state, key)
  if (replicas.includes(state.id) || !replicas.includes(to)) return
  if (keepHint(core, to, key, { row, as_of_us })) sendStored(core, from, { type: 'hinted', id })
}
