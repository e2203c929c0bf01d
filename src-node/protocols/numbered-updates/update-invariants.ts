/** Invariants about single updates: each is one thing, taken in once, in its leader's order, for good. */
import type { LabEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { UpdateMark } from '../../../src-shared/protocols/numbered-updates/facts'
import type { LiveInvariant, Violation } from '../contract'
import type { Vector } from './origins'
import { countOf, nameOfOrigin } from './origins'
import { rememberIn } from './bounded'
import { Disks } from './disks'

/** Judges what nodes tell of updates. */
abstract class UpdatesInvariant implements LiveInvariant {
  abstract readonly name: string

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'gap') this.forget()
    return Updates.is(event) ? this.judge(event) : null
  }

  protected abstract judge(event: Updates): Violation | null
  /** Events were missed. */
  protected abstract forget(): void
}

export class OneUpdatePerNumber extends UpdatesInvariant {
  readonly name = 'one-update-per-number'
  /** By origin and number. */
  private readonly known = new Map<string, { readonly operation: string; readonly node: NodeId; readonly seq: number }>()

  protected judge({ node, data: { updates }, seq }: Updates): Violation | null {
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

/** What each node last told to have. A disk that was lost or replaced by a backup is not held against the protocol. */
abstract class VectorInvariant extends UpdatesInvariant {
  private readonly last = new Map<NodeId, { readonly seen: Vector; readonly seq: number }>()
  private readonly disks = new Disks()

  constructor(private readonly nodes: readonly NodeId[]) {
    super()
  }

  override observe(event: LabEvent): Violation | null {
    if (event.kind === 'node-started' && this.disks.isAnother(event)) this.last.delete(event.node)
    return super.observe(event)
  }

  protected judge(event: Updates): Violation | null {
    const { node, seq } = event
    const { seen } = event.data
    const before = this.last.get(node)
    this.last.set(node, { seen, seq })
    if (before === undefined) return null
    const text = this.compare(before.seen, event)
    return text === null ? null : { text, events: [before.seq, seq] }
  }

  protected forget(): void {
    this.last.clear()
  }

  /** What is wrong, as a sentence. `had`: how many of each origin's updates the node had before. */
  protected abstract compare(had: Vector, event: Updates): string | null

  protected nameOf(origin: number): string {
    return nameOfOrigin(origin, this.nodes)
  }
}

export class VectorForward extends VectorInvariant {
  readonly name = 'vector-forward'

  protected compare(had: Vector, { node, data: { seen } }: Updates): string | null {
    const back = had.findIndex((count, origin) => countOf(seen, origin) < count)
    if (back < 0) return null
    return `${node} had ${had[back]} updates of ${this.nameOf(back)} on its disk, and now says it has ${countOf(seen, back)}`
  }
}

export class AppliedOnce extends VectorInvariant {
  readonly name = 'applied-once'

  protected compare(had: Vector, { node, data: { updates, recovered } }: Updates): string | null {
    if (recovered) return null
    const counts = new Map(had.map((count, origin) => [this.nameOf(origin), count]))
    const taken = new Set<string>()
    const again = updates.find(({ origin, n }) => {
      const name = `${origin}:${n}`
      const is_again = n <= (counts.get(origin) ?? 0) || taken.has(name)
      taken.add(name)
      return is_again
    })
    return again ? `${node} applied ${nameUpdate(again)} (${again.operation}) again` : null
  }
}

export class NoUpdateMissed extends VectorInvariant {
  readonly name = 'no-update-missed'

  protected compare(had: Vector, event: Updates): string | null {
    const { updates, seen, recovered, whole_state } = event.data
    if (recovered || whole_state) return null
    for (const [origin, count] of seen.entries()) {
      const first = countOf(had, origin) + 1
      if (first > count) continue
      const name = this.nameOf(origin)
      const taken = new Set(updates.filter((update) => update.origin === name).map(({ n }) => n))
      for (let n = first; n <= count; n++) {
        if (!taken.has(n)) return `${event.node} says it has ${count} updates of ${name}, but never took in the ${n}th`
      }
    }
    return null
  }
}

/** `update 7 of n2` */
function nameUpdate({ origin, n }: UpdateMark): string {
  return `update ${n} of ${origin}`
}
