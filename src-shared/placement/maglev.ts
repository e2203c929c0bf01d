import { Circle } from './circle'
import { hash32 } from './hash'
import { grouped, placeByArcs, sortedMembers } from './placement'
import type { ArcPlacement, Member } from './placement'

/** The paper's smaller table. */
const DEFAULT_SLOTS = 65_537
const SLOTS_MAX = 2 ** 20
const FREE = 0xffffffff

/**
 * Maglev hashing (Eisenbud et al. 2016, §3.4): a table of a prime number of slots that members fill in turns, each by a permutation
 * of its own. Nearly even at a hundred slots a member; a member that leaves takes few slots of others along. A heavier member
 * takes its turn more often. Looking up takes one step.
 */
export function createMaglev(members: readonly Member[], { slots = DEFAULT_SLOTS }: { slots?: number } = {}): ArcPlacement {
  const sorted = sortedMembers(members)
  if (!isPrime(slots) || slots < sorted.length || slots > SLOTS_MAX)
    throw new RangeError(
      `The table needs a prime number of slots from ${sorted.length}, one a member, to ${SLOTS_MAX}, but has ${slots}.`
    )
  const table = fillTable(sorted, slots)
  const every_slot = Uint32Array.from(table, (_, slot) => slot)
  const circle = Circle.fromTable(sorted, slots, every_slot, table)
  const slotOf = (key: string): number => hash32(key) % slots
  return placeByArcs({
    name: 'Maglev',
    members: sorted,
    hashes: slots,
    hashOf: slotOf,
    membersFrom: (slot) => circle.membersFrom(slot),
    arcs: () => circle.arcs(),
    explain: (key) => {
      const slot = slotOf(key)
      const owner = sorted[table[slot]!]!.id
      return `"${key}" hashes to ${grouped(hash32(key))}; modulo ${grouped(slots)} that is slot ${grouped(slot)}, which ${owner} took.`
    }
  })
}

/** By slot: the member's place in the list. */
function fillTable(members: readonly Member[], slots: number): Uint32Array {
  const table = new Uint32Array(slots).fill(FREE)
  const heaviest = Math.max(...members.map(({ weight = 1 }) => weight))
  const turns = members.map(({ id, weight = 1 }) => ({
    slot: hash32(id, 1) % slots,
    skip: (hash32(id, 2) % (slots - 1)) + 1,
    per_round: weight / heaviest,
    // Due in the first round already, so that even the lightest has a slot.
    due: 1 - weight / heaviest
  }))
  for (let filled = 0; filled < slots;) {
    for (const [member, turn] of turns.entries()) {
      turn.due += turn.per_round
      if (turn.due < 1) continue
      turn.due -= 1
      while (table[turn.slot] !== FREE) turn.slot = (turn.slot + turn.skip) % slots
      table[turn.slot] = member
      if (++filled === slots) break
    }
  }
  return table
}

function isPrime(value: number): boolean {
  if (!Number.isInteger(value) || value < 2) return false
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false
  return true
}
