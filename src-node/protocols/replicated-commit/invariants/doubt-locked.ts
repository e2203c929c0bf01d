import type { LabEvent } from '../../../../src-shared/events'
import { Prepared, Recovered, Released } from '../../../../src-shared/protocols/atomic-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'

interface Held {
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly seq: number
}

/** What a group has promised to commit stays locked until it has the outcome, whoever leads it. */
export class DoubtLocked implements LiveInvariant {
  readonly name = 'in-doubt-locked'
  readonly reads = ['gap', Prepared.name, Recovered.name, Released.name]
  /** By group and transaction. */
  private readonly held = new Map<string, Map<string, Held>>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.held.clear()
    if (Prepared.is(event)) return this.prepared(event)
    if (Recovered.is(event)) return this.recovered(event)
    if (Released.is(event)) this.heldBy(event.group!).delete(event.data.transaction)
    return null
  }

  private prepared({ group, seq, data: { transaction, reads, writes } }: Prepared): Violation | null {
    const held = this.heldBy(group!)
    const mine = { reads, writes, seq }
    const conflict = [...held].flatMap(([other, theirs]) => {
      const key = other === transaction ? undefined : sharedKey(mine, theirs)
      return key === undefined ? [] : [{ other, key, theirs }]
    })[0]
    held.set(transaction, mine)
    if (conflict === undefined) return null
    const { other, key, theirs } = conflict
    return {
      text: `${group} prepares ${transaction}, but ${key} is locked by ${other}, which is in doubt`,
      events: [theirs.seq, seq]
    }
  }

  private recovered({ group, seq, data: { prepared, committed, aborted } }: Recovered): Violation | null {
    const known = new Set([...prepared.map(({ transaction }) => transaction), ...committed, ...aborted])
    const gone = [...this.heldBy(group!)].find(([transaction]) => !known.has(transaction))
    this.held.set(group!, new Map(prepared.map(({ transaction, reads, writes }) => [transaction, { reads, writes, seq }])))
    if (gone === undefined) return null
    const [transaction, before] = gone
    return {
      text: `${group} had promised to commit ${transaction}, but its new leader knows nothing of it`,
      events: [before.seq, seq]
    }
  }

  private heldBy(group: string): Map<string, Held> {
    let held = this.held.get(group)
    if (held === undefined) this.held.set(group, (held = new Map()))
    return held
  }
}

/** What one writes and the other touches. */
function sharedKey(a: Held, b: Held): string | undefined {
  return a.writes.find((key) => touches(b, key)) ?? b.writes.find((key) => touches(a, key))
}

/** Prefixes end with a star. */
function touches({ reads, writes }: Held, key: string): boolean {
  return writes.includes(key) || reads.some((name) => (name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : name === key))
}
