import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Decided, Recovered, Released } from '../../../../src-shared/protocols/atomic-commit/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from './remembered'

interface Decision {
  readonly node: NodeId
  readonly seq: number
  readonly commit: boolean
}

/** What one member commits no other aborts. */
export class DecideAlike implements LiveInvariant {
  readonly name = 'decide-alike'
  readonly reads = [Decided.name, Released.name, Recovered.name]
  /** What was first told of each transaction. */
  private readonly decisions = new Map<string, Decision>()

  observe(event: LabEvent): Violation | null {
    if (event.kind !== 'fact') return null
    const { node, seq } = event
    if (Decided.is(event) || Released.is(event))
      return this.decided(event.data.transaction, { node, seq, commit: event.data.commit })
    if (!Recovered.is(event)) return null
    const { committed, aborted } = event.data
    return this.allDecided(committed, { node, seq, commit: true }) ?? this.allDecided(aborted, { node, seq, commit: false })
  }

  private allDecided(transactions: readonly string[], decision: Decision): Violation | null {
    for (const transaction of transactions) {
      const found = this.decided(transaction, decision)
      if (found !== null) return found
    }
    return null
  }

  private decided(transaction: string, decision: Decision): Violation | null {
    const first = this.decisions.get(transaction)
    if (first === undefined) setBounded(this.decisions, transaction, decision, REMEMBERED_MAX)
    if (first === undefined || first.commit === decision.commit) return null
    const [committing, aborting] = first.commit ? [first, decision] : [decision, first]
    return {
      text: `${committing.node} commits ${transaction}, which ${aborting.node} aborts`,
      events: [first.seq, decision.seq]
    }
  }
}
