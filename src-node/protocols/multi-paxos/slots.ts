/** A log whose slots are filled in any order. What is in the newest snapshot, but for the last slots of it, is gone. */
import type { SlotMark } from '../../../src-shared/protocols/multi-paxos/facts'
import type { Entry } from '../replicated-log/entry'
import { markOf } from '../replicated-log/entry'

/** The entry as facts tell of it; a stop-sign with the members that it names. */
export function slotMark(entry: Entry): SlotMark {
  const { membership } = entry
  return membership === undefined ? markOf(entry) : { ...markOf(entry), voters: membership.voters }
}

export interface Slots {
  /** Slots up to here are gone. */
  base: number
  /** What was accepted, or learned to be chosen, by slot. An entry's term is the ballot in which it was accepted. */
  readonly entries: Map<number, Entry>
  /** The last slot that holds something; `base` where none does. */
  last: number
}

export function noSlots(base: number): Slots {
  return { base, entries: new Map(), last: base }
}

/** What is in the slot from now on. */
export function setSlot(slots: Slots, entry: Entry): void {
  if (entry.index <= slots.base) return
  slots.entries.set(entry.index, entry)
  slots.last = Math.max(slots.last, entry.index)
}

/** Slots after `after` that hold something, in order. */
export function entriesAfter({ entries, last, base }: Slots, after: number): Entry[] {
  const found: Entry[] = []
  for (let index = Math.max(after, base) + 1; index <= last; index++) {
    const entry = entries.get(index)
    if (entry !== undefined) found.push(entry)
  }
  return found
}

/** Forgets what is in slots after `index`. */
export function dropSlotsAfter(slots: Slots, index: number): void {
  for (let at = index + 1; at <= slots.last; at++) slots.entries.delete(at)
  slots.last = Math.max(slots.base, Math.min(slots.last, index))
}

/** Forgets slots up to `index`. */
export function compactSlots(slots: Slots, index: number): void {
  for (let at = slots.base + 1; at <= Math.min(index, slots.last); at++) slots.entries.delete(at)
  slots.base = Math.max(slots.base, index)
  slots.last = Math.max(slots.last, slots.base)
}
