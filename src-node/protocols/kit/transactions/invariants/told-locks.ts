import type { Violation } from '../../../contract'

/** What a transaction in doubt has locked; a prefix ends with a star. */
export interface Held {
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly seq: number
}

/** What is in doubt at each member, or at each group of them, with its locks: as many as may be prepared there. */
export class ToldLocks {
  private readonly held = new Map<string, Map<string, Held>>()

  clear(): void {
    this.held.clear()
  }

  /** The transaction is prepared; another one that is in doubt may have locked the same. */
  hold(who: string, transaction: string, mine: Held): Violation | null {
    const held = this.of(who)
    const conflict = [...held].find(([, theirs]) => sharedKey(mine, theirs) !== undefined)
    held.set(transaction, mine)
    if (conflict === undefined) return null
    const [other, theirs] = conflict
    return {
      text: `${who} prepares ${transaction}, but ${sharedKey(mine, theirs)} is locked by ${other}, which is in doubt`,
      events: [theirs.seq, mine.seq]
    }
  }

  release(who: string, transaction: string): void {
    this.of(who).delete(transaction)
  }

  /** What is in doubt there is told anew; the first of what was before and is not known any more. */
  restart(who: string, prepared: ReadonlyMap<string, Held>, ended: Iterable<string>): readonly [string, Held] | null {
    const known = new Set([...prepared.keys(), ...ended])
    const gone = [...this.of(who)].find(([transaction]) => !known.has(transaction))
    this.held.set(who, new Map(prepared))
    return gone ?? null
  }

  private of(who: string): Map<string, Held> {
    let held = this.held.get(who)
    if (held === undefined) this.held.set(who, (held = new Map()))
    return held
  }
}

/** What one writes and the other touches. */
function sharedKey(a: Held, b: Held): string | undefined {
  return a.writes.find((key) => touches(b, key)) ?? b.writes.find((key) => touches(a, key))
}

function touches({ reads, writes }: Held, key: string): boolean {
  return writes.includes(key) || reads.some((name) => (name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : name === key))
}
