import type { Operation } from '../../src-shared/operations'
import type { InvocationHost, OpenOperation } from './invocation'
import { OperationSpan } from './operation-span'
import type { EndCallback } from './operation-span'
import type { CachedAnswer } from './read-cache'
import type { RequestTarget } from './request-target'

/** What it takes to look into the cache. */
const LOOKUP_MS = 0.1

/** A read that its client answers from its cache: nobody is asked. */
export class CachedRead implements OpenOperation {
  private readonly span: OperationSpan

  constructor(
    host: InvocationHost,
    op: number,
    operation: Operation,
    target: RequestTarget,
    { node, result, as_of_us }: CachedAnswer,
    onEnd: EndCallback
  ) {
    const age_us = host.scheduler.now_us() - as_of_us
    this.span = new OperationSpan(host, op, operation, target, LOOKUP_MS, () => {
      this.span.succeed(node, result, { copy: { of: 'cache', age_us } })
      onEnd(result, node)
    })
  }

  answered(): void {}

  lost(): void {}

  abandon(): void {
    this.span.cancelDeadline()
  }
}
