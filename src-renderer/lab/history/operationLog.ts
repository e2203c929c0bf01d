import type { OperationRef } from '../../../src-shared/ids'
import type { EventOf, LabEvent } from '../../../src-shared/events'
import type { ClientId, NodeId } from '../../../src-shared/ids'
import type { Operation, OperationResult } from '../../../src-shared/operations'
import { Ring } from '../../../src-shared/folds/ring'

export type Outcome = 'open' | 'ok' | 'fail' | 'unknown'

/** One operation of the history, frozen once it has its outcome: copies of the log share it then. Times in run microseconds. */
export interface OperationView {
  readonly client: ClientId
  readonly op: number
  readonly operation: Operation
  /** How it was asked for; null where the protocol leaves no choice. */
  readonly policy: string | null
  readonly invoked_t: number
  /** Nodes it was sent to, in order. */
  readonly attempts: NodeId[]
  outcome: Outcome
  ended_t: number | null
  result: OperationResult | null
  /** What the answer gave the client to bring along: where versions have vector clocks, that of what it read or wrote. */
  token: string | null
  /** The copy that it was answered from; null: none. */
  copy: EventOf<'ok'>['copy'] | null
  error: string | null
}

/** The operation's name within its run, `c1:17`. */
export function operationName({ client, op }: OperationRef): string {
  return `${client}:${op}`
}

const OPERATIONS_MAX = 3000

/** The newest operations with their outcome. */
export class OperationLog {
  readonly operations = new Ring<OperationView>(OPERATIONS_MAX)
  private readonly open = new Map<string, OperationView>()

  observe(event: LabEvent): void {
    switch (event.kind) {
      case 'invoke': {
        const { client, op, operation, policy, t } = event
        const view: OperationView = {
          client,
          op,
          operation,
          policy: policy ?? null,
          invoked_t: t,
          attempts: [],
          outcome: 'open',
          ended_t: null,
          result: null,
          token: null,
          copy: null,
          error: null
        }
        this.operations.push(view)
        this.open.set(operationName(event), view)
        return
      }
      case 'attempt':
        this.open.get(operationName(event))?.attempts.push(event.node)
        return
      case 'ok':
      case 'fail':
      case 'info':
        this.end(event)
    }
  }

  /** Lets go of all operations. */
  forget(): void {
    this.operations.clear()
    this.open.clear()
  }

  private end(event: Extract<LabEvent, { kind: 'ok' | 'fail' | 'info' }>): void {
    const name = operationName(event)
    const view = this.open.get(name)
    if (!view) return
    this.open.delete(name)
    view.outcome = event.kind === 'info' ? 'unknown' : event.kind
    view.ended_t = event.t
    if (event.kind === 'ok') {
      view.result = event.result
      view.token = event.token ?? null
      view.copy = event.copy ?? null
    } else view.error = event.error
    Object.freeze(view)
  }
}
