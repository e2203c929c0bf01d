/**
 * Who keeps a write for a replica that does not answer: the next node on the ring beyond the N replicas, so that the write goes to the
 * first N healthy nodes of the preference list (Dynamo §4.6). It hands over what it kept by itself (see hints.ts).
 */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'
import { preferenceList, sendStored, sendWrite } from './core'
import { keepHint } from './hints'
import type { Hint } from './messages'
import type { OpenWrite } from './state'

/** Asks the next spare node to stand in for each replica that neither has the write nor anybody standing in for it. */
export function replaceSilent(core: Core, write: OpenWrite): void {
  for (const replica of unaccounted(core, write)) standIn(core, write, replica, write.spare.shift())
}

/** There is no time left to ask others: what nobody else vouches for is kept here, so that it is not lost. */
export function keepUnaccounted(core: Core, write: OpenWrite): void {
  for (const replica of unaccounted(core, write)) keepHere(core, write, replica)
}

/** Replicas that neither have the write nor a hint anywhere. This node's own copy is on its way to the disk. */
export function unaccounted({ state }: Core, { replicas, stored_by, hinted_by, hinted_here }: OpenWrite): NodeId[] {
  const is_accounted = (node: NodeId) => stored_by.has(node) || hinted_by.has(node) || hinted_here.has(node)
  return replicas.filter((replica) => replica !== state.id && !is_accounted(replica))
}

/** `node` undefined: nobody is left to ask. */
function standIn(core: Core, write: OpenWrite, replica: NodeId, node: NodeId | undefined): void {
  const { state } = core
  if (node === undefined) return keepHere(core, write, replica)
  const { id, key, row } = write
  if (node !== state.id) sendWrite(core, node, { type: 'hint', id, to: replica, key, row })
  else if (keepHint(core, replica, key, row)) state.disk.own_copies.push({ records: state.disk.records, id })
  else return
  write.asked.set(node, replica)
}

function keepHere(core: Core, write: OpenWrite, replica: NodeId): void {
  if (keepHint(core, replica, write.key, write.row)) write.hinted_here.add(replica)
}

/** Another node asks this one to stand in for a replica. */
export function onHint(core: Core, from: NodeId, { id, to, key, row }: Hint): void {
  const { state } = core
  const place = (node: NodeId) => preferenceList(state, key).indexOf(node)
  const { replicas } = state.settings
  if (place(state.id) < replicas || place(to) < 0 || place(to) >= replicas) return
  if (keepHint(core, to, key, row)) sendStored(core, from, { type: 'hinted', id })
}
