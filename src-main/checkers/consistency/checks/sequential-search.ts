/**
 * The search for one order of all operations: place any operation whose predecessors are placed, depth first, turn back where none
 * fits, and never go on from the same configuration twice (Biswas & Enea, "On the complexity of checking transactional consistency",
 * OOPSLA 2019: few sessions make few configurations). Three observations leave few choices: an operation that changes nothing is placed
 * as soon as it fits, a write that nobody saw as soon as it hides nothing, and a value still to be read is not written over unless it
 * will be written again.
 */
import type { Execution } from '../execution/execution'
import type { Meter } from '../meter'
import type { Relation } from '../orders/relation'
import { Sequence } from './sequence'

/** A point at which one of several writes could come next. */
interface Choice {
  readonly placed: number
  readonly writes: readonly number[]
  next: number
}

/** An order of the execution's events that respects `order` and explains what each saw; null: there is none. */
export function searchSequence(execution: Execution, order: Relation, meter: Meter): readonly number[] | null {
  const sequence = new Sequence(execution, order)
  const due_us = dueTimes(execution)
  const visited = new Set<string>()
  const choices: Choice[] = []
  for (;;) {
    placeWithoutChoice(sequence)
    if (sequence.isComplete) return sequence.placed
    const writes = possibleWrites(sequence, due_us, meter)
    if (isNew(sequence, writes, visited)) choices.push({ placed: sequence.placed.length, writes, next: 0 })
    meter.hold(visited.size)
    if (!takeNext(sequence, choices)) return null
  }
}

/** Places all whose place can be settled without regard to what else may come. */
function placeWithoutChoice(sequence: Sequence): void {
  for (let placed = -1; placed !== sequence.placed.length;) {
    placed = sequence.placed.length
    // Followers that become ready meanwhile are visited as well.
    for (const e of sequence.ready) {
      if (sequence.isObserver(e) ? sequence.fits(e) : sequence.isIdle(e)) sequence.place(e)
    }
  }
}

/** Those due first come first, optional ones last: most systems answer in an order near the one in which things happen. */
function possibleWrites(sequence: Sequence, due_us: Float64Array, meter: Meter): number[] {
  const writes = []
  for (const e of sequence.ready) if (!sequence.isObserver(e) && sequence.fits(e) && sequence.mayHide(e)) writes.push(e)
  meter.spend(sequence.ready.size)
  return writes.sort((a, b) => due_us[a]! - due_us[b]!)
}

/** Remembers the configuration where there is a choice; false when it was met before. */
function isNew(sequence: Sequence, writes: readonly number[], visited: Set<string>): boolean {
  if (writes.length < 2) return true
  const name = sequence.name()
  if (visited.has(name)) return false
  visited.add(name)
  return true
}

/** Goes back to the last choice that has something left to try, and tries it; false when there is none. */
function takeNext(sequence: Sequence, choices: Choice[]): boolean {
  for (let choice = choices.at(-1); choice; choice = choices.at(-1)) {
    sequence.undoTo(choice.placed)
    const write = choice.writes[choice.next++]
    if (write !== undefined) {
      sequence.place(write)
      return true
    }
    choices.pop()
  }
  return false
}

/** When each event was over; an open one when it was first seen. */
function dueTimes({ events }: Execution): Float64Array {
  const due_us = Float64Array.from(events, ({ operation }) => operation.completed_us ?? Infinity)
  events.forEach(({ reads, operation }) => {
    if (reads === null || reads < 0 || operation.completed_us === null) return
    due_us[reads] = Math.min(due_us[reads]!, operation.completed_us)
  })
  return due_us
}
