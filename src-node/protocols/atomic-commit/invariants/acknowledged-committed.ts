import type { LabEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import { Decided, operationOf, Recovered, Released } from '../../../../src-shared/protocols/transactions/facts'
import type { LiveInvariant, Violation } from '../../contract'
import { setBounded } from '../../kit/bounded'
import { REMEMBERED_MAX } from '../../kit/transactions/invariants/remembered'

/**
 * The decision of a transaction that was answered with ok is on the coordinator's disk. A coordinator that was killed may not have come
 * to tell of it: it tells when it restarts.
 */
export class AcknowledgedCommitted implements LiveInvariant {
  readonly name = 'acknowledged-committed'

  /** `watches`: the coordinator writes its decisions down; under Paxos Commit acceptors do. */
  constructor(private readonly watches: boolean) {}

  /** Operations, as `client:op`, of transactions that some member has told to have committed. */
  private readonly committed = new Map<string, true>()
  /** Answered with ok by this node, and told by nobody to be committed. */
  private readonly unconfirmed = new Map<string, { readonly node: NodeId; readonly seq: number }>()

  observe(event: LabEvent): Violation | null {
    if (!this.watches) return null
    if (event.kind === 'gap') this.unconfirmed.clear()
    if (event.kind === 'ok' && event.result.answers !== undefined) {
      const { client, op, node, seq } = event
      const name = `${client}:${op}`
      if (!this.committed.has(name)) setBounded(this.unconfirmed, name, { node, seq }, REMEMBERED_MAX)
    }
    if (event.kind !== 'fact') return null
    if ((Decided.is(event) || Released.is(event)) && event.data.commit) this.confirm(event.data.transaction)
    return Recovered.is(event) ? this.recovered(event) : null
  }

  private confirm(transaction: string): void {
    const name = operationOf(transaction)
    this.unconfirmed.delete(name)
    setBounded(this.committed, name, true, REMEMBERED_MAX)
  }

  private recovered({ node, seq, data }: Recovered): Violation | null {
    for (const transaction of data.committed) this.confirm(transaction)
    const gone = [...this.unconfirmed].find(([, by]) => by.node === node)
    if (gone === undefined) return null
    const [name, by] = gone
    this.unconfirmed.delete(name)
    return { text: `${node} answered ${name} with ok, but has no decision of it after its restart`, events: [by.seq, seq] }
  }
}
