import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Decided, Prepared, Recovered, Released } from '../../../../src-shared/protocols/transactions/facts'
import { listOf } from '../../../../src-shared/text/list-text'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { atLeast, Suspicions } from '../../replicated-log/invariants/suspicions'
import { REMEMBERED_MAX } from '../../kit/transactions/invariants/remembered'

/** When a transaction is committed, each participant concerned has it prepared on its disk. */
export class AllVotes implements LiveInvariant {
  readonly name = 'all-votes'
  /** Who has told to have prepared which transaction, as `node transaction`. */
  private readonly prepared = new Map<string, true>()
  private readonly suspicions = new Suspicions()

  observe(event: LabEvent): Violation | null {
    if (event.kind === 'fact') this.takeIn(event)
    return this.suspicions.settle(event) ?? (event.kind === 'fact' && Decided.is(event) ? this.decided(event) : null)
  }

  private takeIn(event: LabEvent & { readonly kind: 'fact' }): void {
    if (Prepared.is(event)) this.remember(event.node, event.data.transaction)
    else if (Released.is(event) && event.data.commit) this.remember(event.node, event.data.transaction)
    else if (Recovered.is(event)) {
      const { prepared, committed } = event.data
      for (const { transaction } of prepared) this.remember(event.node, transaction)
      for (const transaction of committed) this.remember(event.node, transaction)
    }
  }

  /** Participants may tell of their votes a little later than the coordinator of its decision. */
  private decided({ t, seq, data: { transaction, commit, participants } }: Decided): Violation | null {
    const missing = participants.filter((participant) => !this.prepared.has(entryOf(participant, transaction)))
    if (!commit || missing.length === 0) return null
    return this.suspicions.raise({
      t,
      suspects: new Set(missing),
      isEnough: atLeast(missing.length),
      isCleared: (node) => this.prepared.has(entryOf(node, transaction)),
      violation: { text: `${transaction} is committed, but ${listOf(missing)} had not prepared it`, events: [seq] }
    })
  }

  private remember(node: NodeId, transaction: string): void {
    setBounded(this.prepared, entryOf(node, transaction), true, REMEMBERED_MAX)
  }
}

function entryOf(node: NodeId, transaction: string): string {
  return `${node} ${transaction}`
}
