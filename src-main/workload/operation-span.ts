import type { EventBody, EventOf } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import type { Operation, OperationResult } from '../../src-shared/operations'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { RequestTarget } from './request-target'

/** The result, and the node that answered last; null when there is none (failed or unknown). */
export type EndCallback = (result: OperationResult | null, node: NodeId | null) => void

/** What the history is told of an answer besides its result. */
type AnswerDetails = Pick<EventOf<'ok'>, 'token' | 'copy'>

/** That an answer comes from a replica's copy of this age; undefined: it does not. */
export function copyOf(age_us: number | undefined): AnswerDetails['copy'] {
  return age_us === undefined ? undefined : { of: 'replica', age_us }
}

interface SpanHost {
  readonly client: string
  readonly scheduler: Scheduler
  readonly emit: (event: EventBody, t: number) => void
}

/** What the history is told of one operation: that it began, each request, and its end, which comes by its deadline. */
export class OperationSpan {
  private readonly invoked_us: number
  readonly cancelDeadline: Cancel

  /** `timedOut` is called at the deadline. */
  constructor(
    private readonly host: SpanHost,
    private readonly op: number,
    operation: Operation,
    { policy, script }: RequestTarget,
    timeout_ms: number,
    timedOut: () => void
  ) {
    const { client, scheduler, emit } = host
    this.invoked_us = scheduler.now_us()
    emit({ kind: 'invoke', client, op, operation, policy, script }, this.invoked_us)
    this.cancelDeadline = scheduler.after(timeout_ms * 1000, timedOut)
  }

  /** A request left for this node; those of one try have one number. */
  attempt(attempt: number, node: NodeId): void {
    const { client, scheduler, emit } = this.host
    emit({ kind: 'attempt', client, op: this.op, attempt, node }, scheduler.now_us())
  }

  /** It ends with what `node` answered last. */
  succeed(node: NodeId, result: OperationResult, { token, copy }: AnswerDetails): void {
    const { t, latency_us } = this.end()
    this.host.emit({ kind: 'ok', client: this.host.client, op: this.op, result, token, copy, latency_us, node }, t)
  }

  /** It ends without a result: it certainly did nothing (`fail`), or that is unknown (`info`). */
  fail(kind: 'fail' | 'info', error: string): void {
    const { t, latency_us } = this.end()
    this.host.emit({ kind, client: this.host.client, op: this.op, error, latency_us }, t)
  }

  private end(): { t: number; latency_us: number } {
    this.cancelDeadline()
    const t = this.host.scheduler.now_us()
    return { t, latency_us: t - this.invoked_us }
  }
}
