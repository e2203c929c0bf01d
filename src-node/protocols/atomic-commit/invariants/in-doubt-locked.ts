import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Forced, Prepared, Recovered, Released } from '../../../../src-shared/protocols/atomic-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'

interface Held {
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly seq: number
}

/** A participant that voted yes keeps the transaction and its locks until it learns the decision, also when it restarts. */
export class InDoubtLocked implements LiveInvariant {
  readonly name = 'in-doubt-locked'
  /** By participant and transaction: as many as participants may have prepared. */
  private readonly held = new Map<NodeId, Map<string, Held>>()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.held.clear()
    if (event.kind !== 'fact') return null
    if (Prepared.is(event)) return this.prepared(event)
    if (Recovered.is(event)) return this.recovered(event)
    if (Released.is(event) || Forced.is(event)) this.heldBy(event.node).delete(event.data.transaction)
    return null
  }

  private prepared({ node, seq, data: { transaction, reads, writes } }: Prepared): Violation | null {
    const held = this.heldBy(node)
    const mine = { reads, writes, seq }
    for (const [other, theirs] of held) {
      const key = sharedKey(mine, theirs)
      if (key === undefined) continue
      held.set(transaction, mine)
      return {
        text: `${node} prepares ${transaction}, but ${key} is locked by ${other}, which is in doubt`,
        events: [theirs.seq, seq]
      }
    }
    held.set(transaction, mine)
    return null
  }

  private recovered({ node, seq, data: { prepared, forced, committed, aborted } }: Recovered): Violation | null {
    const known = new Set([...prepared.map(({ transaction }) => transaction), ...forced, ...committed, ...aborted])
    const gone = [...this.heldBy(node)].find(([transaction]) => !known.has(transaction))
    this.held.set(node, new Map(prepared.map(({ transaction, reads, writes }) => [transaction, { reads, writes, seq }])))
    if (gone === undefined) return null
    const [transaction, before] = gone
    return { text: `${node} had prepared ${transaction}, but knows nothing of it after its restart`, events: [before.seq, seq] }
  }

  private heldBy(node: NodeId): Map<string, Held> {
    let held = this.held.get(node)
    if (held === undefined) this.held.set(node, (held = new Map()))
    return held
  }
}

/** A key that one writes and the other touches. */
function sharedKey(a: Held, b: Held): string | undefined {
  const isTouchedBy =
    ({ reads, writes }: Held) =>
    (key: string) =>
      reads.includes(key) || writes.includes(key)
  return a.writes.find(isTouchedBy(b)) ?? b.writes.find(isTouchedBy(a))
}
