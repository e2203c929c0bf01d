import type { KeyState } from '../../../src-shared/data-types/model'

const WORD_BITS = 16
const WORD_MASK = WORD_BITS - 1
const WORD_SHIFT = 4

/** States longer than this count as several configurations. */
const STATE_CHARACTERS = 128

/** Which required operations have found their place; hands out short names of such sets. */
export class PlacedSet {
  private readonly words: Uint16Array

  constructor(size: number) {
    this.words = new Uint16Array((size >>> WORD_SHIFT) + 1)
  }

  toggle(operation: number): void {
    this.words[operation >>> WORD_SHIFT]! ^= 1 << (operation & WORD_MASK)
  }

  /** Exact name of the set, given its first missing and its last member (-1: none): only what lies between needs spelling out. */
  name(first_missing: number, last_member: number): string {
    const from = first_missing >>> WORD_SHIFT
    let name = `${from}:`
    for (let word = from; word <= last_member >> WORD_SHIFT; word++) name += String.fromCharCode(this.words[word]!)
    return name
  }
}

/**
 * Configurations that were visited: placed operations, state, and which optional operations that took. A configuration is not
 * worth a visit when another with the same placed operations and state got there with a subset of its optional ones: whatever
 * can follow it can follow that one too.
 */
export class VisitedConfigurations {
  private readonly used_sets = new Map<string, bigint[]>()
  private readonly state_numbers = new Map<KeyState, number>()
  /** Configurations remembered, by the memory that they take. */
  count = 0

  /** Remembers the configuration; false when it is not worth a visit. */
  visit(placed: string, state: KeyState, used: bigint): boolean {
    const key = `${this.numberOf(state)},${placed}`
    const known = this.used_sets.get(key)
    if (!known) {
      this.used_sets.set(key, [used])
      this.count++
      return true
    }
    if (known.some((subset) => (subset & used) === subset)) return false
    const kept = known.filter((other) => (other & used) !== used)
    this.count += kept.length + 1 - known.length
    kept.push(used)
    this.used_sets.set(key, kept)
    return true
  }

  private numberOf(state: KeyState): number {
    let number = this.state_numbers.get(state)
    if (number === undefined) {
      this.state_numbers.set(state, (number = this.state_numbers.size))
      if (typeof state === 'string') this.count += Math.floor(state.length / STATE_CHARACTERS)
    }
    return number
  }
}
