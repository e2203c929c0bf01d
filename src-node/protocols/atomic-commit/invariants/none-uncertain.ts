import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Decided, PreCommitted, Prepared, Recovered, Released } from '../../../../src-shared/protocols/transactions/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { atLeast, Suspicions } from '../../replicated-log/invariants/suspicions'
import { REMEMBERED_MAX } from '../../kit/transactions/invariants/remembered'

/**
 * Three-phase commit: while one member commits, no other that is up may think that it can still be aborted (Skeen 1981): it has heard that
 * all have voted yes, or knows the decision.
 */
export class NoneUncertain implements LiveInvariant {
  readonly name = 'none-uncertain'
  /** Participants that have prepared and know no more, by transaction. */
  private readonly uncertain = new Map<string, Set<NodeId>>()
  private readonly suspicions = new Suspicions()

  /** `watches`: the protocol promises it. */
  constructor(private readonly watches: boolean) {}

  observe(event: LabEvent): Violation | null {
    if (!this.watches) return null
    if (event.kind === 'node-exited') this.gone(event.node)
    if (event.kind === 'fact') this.takeIn(event)
    return this.suspicions.settle(event) ?? (event.kind === 'fact' && Decided.is(event) ? this.decided(event) : null)
  }

  private takeIn(event: LabEvent & { readonly kind: 'fact' }): void {
    if (Prepared.is(event)) this.prepared(event.data.transaction, event.node)
    else if (PreCommitted.is(event) || Released.is(event)) this.uncertain.get(event.data.transaction)?.delete(event.node)
    else if (Recovered.is(event)) this.gone(event.node)
  }

  private prepared(transaction: string, node: NodeId): void {
    const nodes = this.uncertain.get(transaction) ?? new Set()
    setBounded(this.uncertain, transaction, nodes.add(node), REMEMBERED_MAX)
  }

  /** Whoever is down decides nothing, and asks first when it is back. */
  private gone(node: NodeId): void {
    for (const nodes of this.uncertain.values()) nodes.delete(node)
  }

  /** Participants may tell of their pre-commits a little later than the coordinator of its decision. */
  private decided({ t, seq, node, data: { transaction, commit } }: Decided): Violation | null {
    const uncertain = this.uncertain.get(transaction) ?? new Set()
    if (!commit || uncertain.size === 0) return null
    return this.suspicions.raise({
      t,
      suspects: new Set(uncertain),
      isEnough: atLeast(uncertain.size),
      isCleared: (suspect) => !uncertain.has(suspect),
      violation: {
        text: `${node} commits ${transaction} while ${[...uncertain].join(', ')} may still abort it`,
        events: [seq]
      }
    })
  }
}
