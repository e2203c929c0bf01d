/** What a new leader has to propose, given what those who promised have accepted (Lamport 2001, P2c). */
import type { Entry } from '../replicated-log/entry'
import type { Campaign, MultiPaxosState } from './state'

/** By slot; a slot without a value before one that has one gets a no-op. */
export function adoptedFrom({ commit, switches }: MultiPaxosState, promises: Campaign['promises']): Map<number, Entry> {
  const adopted = new Map<number, Entry>()
  if (switches['ignore-accepted']) return adopted
  for (const entries of promises.values())
    for (const entry of entries) {
      const known = adopted.get(entry.index)
      const is_higher = known === undefined || (entry.term > known.term && !switches['adopt-first'])
      if (entry.index > commit && is_higher) adopted.set(entry.index, entry)
    }
  if (!switches['stop-signs-overlooked']) heedStopSigns(adopted)
  return adopted
}

/**
 * Nothing is proposed after a stop-sign that may be chosen: what lower ballots have accepted there is not chosen, or its leader would not have
 * proposed it. Where a higher ballot has something after it, the leader of that has found that it is not chosen: a no-op takes its place
 * ("Stoppable Paxos", 2008).
 */
function heedStopSigns(adopted: Map<number, Entry>): void {
  const slots = [...adopted.keys()].sort((a, b) => a - b)
  for (const [at, slot] of slots.entries()) {
    const { membership, term } = adopted.get(slot)!
    if (membership === undefined) continue
    const later = slots.slice(at + 1)
    if (later.some((other) => adopted.get(other)!.term > term)) adopted.delete(slot)
    else {
      for (const other of later) adopted.delete(other)
      return
    }
  }
}
