/**
 * Which sets of replicas count for a range while members come and go. An epoch is a place in the history of members, which the
 * administrator keeps (Dynamo §4.8.1) and every node is told, each in its own time. Of each range a node knows the last epoch at which
 * its replicas are complete; from that epoch to the newest every set counts. Writes need W of each set, reads R of each.
 *
 * Why this is safe without consensus (the scheme of RAMBO, Lynch and Shvartsman 2002, with a history of configurations that is given):
 * 1. A replica that knows an epoch takes part in no write and no read of an older one.
 * 2. A replica is ready for an epoch when it has fetched the range from N - min(R, W) + 1 nodes of every counting set that it was not in.
 *    Each of them knows the epoch by then, so it holds all that it ever vouched for under older ones, and vouches for no more.
 *    So a write that an older epoch acknowledged is on every replica that is new, and on those of its W that stay: W of the new set.
 *    Nor does any of them know a later epoch at which the range is complete, so none has forgotten a deletion that others had not heard of.
 * 3. The range is complete when every replica of the set is ready, which each says after it has it on disk. A node that hears of it, from
 *    anybody, asks the new set alone. One that has not heard asks the new set as well. One that does not even know the epoch can ask no R
 *    and no W of the old set any more, since by 2 too many refuse.
 * 4. A replica that knows that the range is complete takes part in nothing that somebody asks who does not: of the old replicas, on which
 *    that one would count as well, some may have what was deleted and is forgotten by now. It tells, and is asked anew (taking-part.ts).
 * 5. A node that comes back with old rows of the range is treated as one that is down, but that its rows are to be had (returning.ts).
 * Knowing too little costs only more answers to wait for: whoever crashes, or hears late, changes nothing about it.
 */
import type { NodeId } from '../../../src-shared/ids'
import { placementAt } from './placement'
import type { QuorumState, ReplicaSet } from './state'

export function epochOf({ history }: QuorumState): number {
  return history.length - 1
}

/** Takes in what members there have been since; all that follows from it is worked out anew. */
export function enterEpoch(state: QuorumState, history: QuorumState['history']): void {
  state.history = [...state.history, ...history.slice(state.history.length)]
  state.nodes = state.history.at(-1)!
  state.ever = [...new Set(state.history.flat())]
  state.slot = state.ever.indexOf(state.id)
  state.placement = placementAt(state.history, epochOf(state), state.settings)
  for (let range = 0; range < state.settings.ranges; range++) refreshSets(state, range)
}

/** Works out which sets count for the range. */
export function refreshSets(state: QuorumState, range: number): void {
  const sets: ReplicaSet[] = []
  for (let epoch = state.complete[range]!; epoch <= epochOf(state); epoch++) {
    const replicas = setAt(state, range, epoch)
    const last = sets.at(-1)
    if (last === undefined || !sameSet(last, replicas)) sets.push(replicas)
  }
  state.sets[range] = sets
  state.replicas[range] = sets.length === 1 ? sets[0]! : [...new Set([...sets.at(-1)!, ...sets.flat()])]
}

/** Whether one set alone counts for the range. */
export function isSettled({ sets }: QuorumState, range: number): boolean {
  return sets[range]!.length === 1
}

/** Those who are to keep the range when all is done. */
export function newestSet({ sets }: QuorumState, range: number): ReplicaSet {
  return sets[range]!.at(-1)!
}

/** From how many of the set's nodes a replica must have fetched to have all that W, or R, of them vouched for. */
export function requiredOf({ settings }: QuorumState, set: ReplicaSet): number {
  return set.length - Math.min(settings.read_quorum, settings.write_quorum, set.length) + 1
}

/**
 * The older sets from which this node must fetch before it is ready: those it was not in since it was ready last, and those that were
 * larger, since of these fewer than W may be left.
 */
export function setsToFetch(state: QuorumState, range: number): ReplicaSet[] {
  const { id, complete, ready_at } = state
  const newest = newestSet(state, range)
  if (!newest.includes(id)) return []
  const older: ReplicaSet[] = []
  for (let epoch = Math.max(complete[range]!, ready_at[range]!); epoch < epochOf(state); epoch++) {
    const set = setAt(state, range, epoch)
    if ((!set.includes(id) || set.length > newest.length) && !older.some((known) => sameSet(known, set))) older.push(set)
  }
  return older
}

/** The epoch since which the node has been among the range's newest replicas without a break; 0: it is not, or always was. */
export function replicaSince(state: QuorumState, range: number, node: NodeId): number {
  if (!newestSet(state, range).includes(node)) return 0
  let since = epochOf(state)
  while (since > 0 && setAt(state, range, since - 1).includes(node)) since--
  return since
}

/** Whether this node was none of the range's replicas at some epoch after the first and up to the last of these. */
export function wasAway(state: QuorumState, range: number, after: number, upto: number): boolean {
  for (let epoch = after + 1; epoch <= upto; epoch++) if (!setAt(state, range, epoch).includes(state.id)) return true
  return false
}

function setAt({ history, settings }: QuorumState, range: number, epoch: number): ReplicaSet {
  return placementAt(history, epoch, settings).replicas[range]!
}

function sameSet(a: ReplicaSet, b: ReplicaSet): boolean {
  return a.length === b.length && a.every((node) => b.includes(node))
}
