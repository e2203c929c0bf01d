import type { LabEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import { Updates } from '../../../src-shared/protocols/numbered-updates/facts'
import type { LiveInvariant, Violation } from '../contract'
import { rememberIn } from './bounded'

/** Strong eventual consistency (Shapiro et al. 2011): whoever took in the same updates, in whatever order, holds the same. */
export class SameUpdatesSameState implements LiveInvariant {
  readonly name = 'same-updates-same-state'
  readonly reads = [Updates.name]
  /** By version vector. */
  private readonly known = new Map<string, { readonly sum: number; readonly node: NodeId; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (!Updates.is(event)) return null
    const { node, seq } = event
    const { seen, sum } = event.data
    const vector = seen.join(',')
    const other = this.known.get(vector)
    if (other === undefined) rememberIn(this.known, vector, { sum, node, seq })
    if (other === undefined || other.sum === sum) return null
    const text = `${node} and ${other.node} have the same updates [${vector}], but do not hold the same`
    return { text, events: [other.seq, seq] }
  }
}
