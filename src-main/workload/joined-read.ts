import type { Operation } from '../../src-shared/operations'
import type { InvocationHost, OpenOperation } from './invocation'
import { OperationSpan } from './operation-span'
import type { EndCallback } from './operation-span'
import type { CachedAnswer, Flight } from './read-cache'
import type { RequestTarget } from './request-target'

/** A read that waits for the answer to the same read, which its client has on its way: nobody is asked twice. */
export class JoinedRead implements OpenOperation {
  private readonly span: OperationSpan
  private readonly begun_us: number
  private has_ended = false

  constructor(
    host: InvocationHost,
    op: number,
    operation: Operation,
    target: RequestTarget,
    timeout_ms: number,
    flight: Flight,
    private readonly onEnd: EndCallback
  ) {
    this.begun_us = host.scheduler.now_us()
    const timedOut = () => this.fail(`no answer within ${timeout_ms} ms to the read that it waited for`)
    this.span = new OperationSpan(host, op, operation, target, timeout_ms, timedOut)
    flight.onLanded.push((answer) => this.landed(answer))
  }

  answered(): void {}

  lost(): void {}

  abandon(): void {
    this.span.cancelDeadline()
  }

  private landed(answer: CachedAnswer | null): void {
    if (this.has_ended) return
    if (answer === null) return this.fail('the read that it waited for failed')
    this.has_ended = true
    const { node, result, as_of_us } = answer
    this.span.succeed(node, result, { copy: { of: 'cache', age_us: this.begun_us - as_of_us } })
    this.onEnd(result, node)
  }

  private fail(error: string): void {
    this.has_ended = true
    this.span.fail('fail', error)
    this.onEnd(null, null)
  }
}
