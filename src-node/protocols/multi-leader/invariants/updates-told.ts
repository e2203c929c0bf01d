/** Invariants about single updates: each is one thing, taken in once, in its leader's order, for good. */
import type { EventOf, LabEvent, UpdateMark } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { LiveInvariant, Violation } from '../../contract'
import { rememberIn } from './bounded'

/** Judges what nodes tell of updates. */
abstract class UpdatesInvariant implements LiveInvariant {
  abstract readonly name: string

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.forget()
    return event.kind === 'updates' ? this.judge(event) : null
  }

  protected abstract judge(event: EventOf<'updates'>): Violation | null
  /** Events were missed. */
  protected abstract forget(): void
}

export class OneUpdatePerNumber extends UpdatesInvariant {
  readonly name = 'one-update-per-number'
  /** By origin and number. */
  private readonly known = new Map<string, { readonly operation: string; readonly node: NodeId; readonly seq: number }>()

  protected judge({ node, updates, seq }: EventOf<'updates'>): Violation | null {
    for (const update of updates) {
      const id = `${update.origin}:${update.n}`
      const other = this.known.get(id)
      if (other === undefined) rememberIn(this.known, id, { operation: update.operation, node, seq })
      else if (other.operation !== update.operation) {
        const text = `${nameUpdate(update)} is ${update.operation} on ${node}, but ${other.operation} on ${other.node}`
        return { text, events: [other.seq, seq] }
      }
    }
    return null
  }

  // What somebody told stays true, whatever was missed.
  protected forget(): void {}
}

/** What each node last told to have. */
abstract class VectorInvariant extends UpdatesInvariant {
  private readonly last = new Map<NodeId, { readonly seen: Map<NodeId, number>; readonly seq: number }>()

  constructor(private readonly nodes: readonly NodeId[]) {
    super()
  }

  protected judge(event: EventOf<'updates'>): Violation | null {
    const { node, seen, seq } = event
    const before = this.last.get(node)
    this.last.set(node, { seen: new Map(this.nodes.map((origin, at) => [origin, seen[at]!])), seq })
    if (before === undefined) return null
    const text = this.compare(before.seen, event)
    return text === null ? null : { text, events: [before.seq, seq] }
  }

  protected forget(): void {
    this.last.clear()
  }

  /** What is wrong, as a sentence. `had`: how many of each leader's updates the node had before. */
  protected abstract compare(had: ReadonlyMap<NodeId, number>, event: EventOf<'updates'>): string | null

  protected namesOf(seen: readonly number[]): readonly (readonly [NodeId, number])[] {
    return this.nodes.map((origin, at) => [origin, seen[at]!])
  }
}

export class VectorForward extends VectorInvariant {
  readonly name = 'vector-forward'

  protected compare(had: ReadonlyMap<NodeId, number>, { node, seen }: EventOf<'updates'>): string | null {
    const back = this.namesOf(seen).find(([origin, count]) => count < had.get(origin)!)
    return back ? `${node} had ${had.get(back[0])} updates of ${back[0]} on its disk, and now says it has ${back[1]}` : null
  }
}

export class AppliedOnce extends VectorInvariant {
  readonly name = 'applied-once'

  protected compare(had: ReadonlyMap<NodeId, number>, { node, updates, recovered }: EventOf<'updates'>): string | null {
    if (recovered) return null
    const again = updates.find(
      ({ origin, n }, at) => n <= had.get(origin)! || updates.findIndex((one) => isSame(one, { origin, n })) < at
    )
    return again ? `${node} applied ${nameUpdate(again)} (${again.operation}) again` : null
  }
}

export class NoUpdateMissed extends VectorInvariant {
  readonly name = 'no-update-missed'

  protected compare(had: ReadonlyMap<NodeId, number>, event: EventOf<'updates'>): string | null {
    const { node, updates, seen, recovered, whole_state } = event
    if (recovered || whole_state) return null
    for (const [origin, count] of this.namesOf(seen)) {
      const taken = new Set(updates.filter((update) => update.origin === origin).map(({ n }) => n))
      for (let n = had.get(origin)! + 1; n <= count; n++) {
        if (!taken.has(n)) return `${node} says it has ${count} updates of ${origin}, but never took in the ${n}th`
      }
    }
    return null
  }
}

function isSame(a: Pick<UpdateMark, 'origin' | 'n'>, b: Pick<UpdateMark, 'origin' | 'n'>): boolean {
  return a.origin === b.origin && a.n === b.n
}

/** `update 7 of n2` */
function nameUpdate({ origin, n }: UpdateMark): string {
  return `update ${n} of ${origin}`
}
