import type { LabEvent } from '../../../../src-shared/events'
import type { Violation } from '../../contract'
import type { Judge } from './invariant-runner'
import { leads } from './leads'
import type { Leadership } from './view'

const TERMS_MAX = 1024

/** At most one leader per term (Raft §5.2). Remembers the newest terms. */
export class ElectionSafety implements Judge {
  readonly name = 'election-safety'
  readonly reads = ['role']
  private readonly leaders = new Map<number, Leadership>()

  judge(event: LabEvent): Violation | null {
    if (event.kind !== 'role' || !leads(event.role)) return null
    const { node, term = 0, seq } = event
    const known = this.leaders.get(term)
    if (known === undefined) {
      this.leaders.set(term, { node, term, seq })
      if (this.leaders.size > TERMS_MAX) this.leaders.delete(this.leaders.keys().next().value!)
      return null
    }
    if (known.node === node) return null
    return { text: `${known.node} and ${node} both lead term ${term}`, events: [known.seq, seq] }
  }
}
