import type { EventBody } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import { keysOf } from '../../src-shared/operations'
import type { Operation } from '../../src-shared/operations'
import type { Random } from '../../src-shared/random'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import { copyOf, OperationSpan } from './operation-span'
import type { EndCallback } from './operation-span'
import type { RequestTarget } from './request-target'
import { backoff_ms } from './retry'
import type { Routing } from './strategies/routing'
import type { Answer, Redirect } from './strategies/strategy'
import { AttemptTracker } from './attempt-tracker'

/** Timeout and retry settings of an operation. Durations in ms. */
export type RetryOptions = Pick<Workload, 'timeout' | 'retry'>

/** An operation that has not ended, as far as its client goes by it. */
export interface OpenOperation {
  /** The answer of `node` to one of the requests. */
  answered(id: number, node: NodeId, reply: ClientReplyBody['reply']): void
  /** The connection that carried this request broke. */
  lost(id: number, node: NodeId): void
  /** Ends without any further word, when the whole process stops. */
  abandon(): void
}

/** What a request asks, and of which operation it is part. */
export interface Asked {
  readonly op: number
  readonly operation: Operation
  readonly keys: readonly string[]
  readonly target: RequestTarget
}

/** What an operation needs of its client. */
export interface InvocationHost {
  readonly client: string
  readonly routing: Routing
  readonly random: Random
  readonly scheduler: Scheduler
  readonly emit: (event: EventBody, t: number) => void
  readonly isReachable: (node: NodeId) => boolean
  /** Sends a request; its id, or null when it certainly did not leave. */
  readonly send: (asking: OpenOperation, asked: Asked, node: NodeId) => number | null
  /** The requests' answers no longer matter. */
  readonly forget: (ids: Iterable<number>) => void
}

interface SentRequest {
  readonly id: number
  readonly node: NodeId
}

const NONE_SENT: readonly SentRequest[] = []

/** One operation from its invocation to its end: tries of one or several requests, redirects, timeouts, and what may be said of it afterwards. */
export class Invocation implements OpenOperation, Asked {
  private readonly attempt_tracker = new AttemptTracker()
  private readonly span: OperationSpan
  /** Calls off what is to be done next: another try, or giving this one up. */
  private cancelStep: Cancel = () => {}
  private attempts = 0
  /** Requests of the newest try that nothing has come of; word of older ones changes what is known, not what is done next. */
  private current: readonly SentRequest[] = NONE_SENT
  /** The newest answer of each node, where more than one may be needed. */
  private answers: Map<NodeId, Answer> | null = null
  private failures = 0
  /** Asked since the last pause: a redirect back to one of them goes in circles. */
  private asked: NodeId[] = []
  /** Whom the newest answer sent it to. */
  private redirect_target: NodeId | null = null
  private last_error = 'no node could be reached'
  /** Those that the operation touches. */
  readonly keys: readonly string[]

  constructor(
    private readonly host: InvocationHost,
    readonly op: number,
    readonly operation: Operation,
    readonly target: RequestTarget,
    private readonly retry_options: RetryOptions,
    private readonly onEnd: EndCallback
  ) {
    const { timeout } = retry_options
    this.keys = keysOf(operation)
    const timedOut = () => this.fail(`no answer within ${timeout} ms: ${this.last_error}`)
    this.span = new OperationSpan(host, op, operation, target, timeout, timedOut)
    this.tryNext()
  }

  answered(id: number, node: NodeId, reply: ClientReplyBody['reply']): void {
    this.attempt_tracker.answered(id, reply)
    this.host.routing.markResponsive(node)
    const is_current = this.takeCurrent(id)
    if (reply.status === 'ok') return this.collect(node, reply, is_current)
    // One of several that must agree ends nothing alone.
    if (reply.status === 'rejected' && reply.final && !this.target.strategy.conclude) return this.fail(reply.error)
    if (!is_current) return this.outdatedAnswer()
    switch (reply.status) {
      case 'rejected':
      case 'unknown':
        this.last_error = reply.error
        return this.failedRequest()
      case 'redirect':
        return this.redirected(node, reply)
    }
  }

  lost(id: number, node: NodeId): void {
    this.attempt_tracker.lost(id)
    this.host.routing.markUnresponsive(node)
    if (!this.takeCurrent(id)) return this.outdatedAnswer()
    this.last_error = `the connection to ${node} broke`
    this.failedRequest()
  }

  abandon(): void {
    this.cancelStep()
    this.span.cancelDeadline()
  }

  private outdatedAnswer(): void {
    if (this.attempts >= this.retry_options.retry.attempts) this.outOfAttempts()
  }

  /** Ends the operation if its strategy takes the answers so far for enough. */
  private collect(node: NodeId, answer: Answer, is_current: boolean): void {
    const { target } = this
    if (target.node !== undefined || !target.strategy.conclude) return this.succeed(node, answer)
    const answers = (this.answers ??= new Map<NodeId, Answer>()).set(node, answer)
    const decided_by = target.strategy.conclude(answers, this.host.routing)
    if (decided_by !== null) return this.succeed(decided_by, answers.get(decided_by)!)
    if (!is_current) return this.outdatedAnswer()
    this.last_error = 'the answers differ'
    this.failedRequest()
  }

  private redirected(from: NodeId, { leader, map }: Redirect): void {
    const { routing, isReachable } = this.host
    if (map !== undefined) routing.takeMap(map)
    const { error, ask } = this.target.strategy.onRedirect(routing, this.keys, from, leader)
    this.last_error = error
    if (ask === null || !isReachable(ask) || this.asked.includes(ask)) return this.failedRequest()
    this.redirect_target = ask
    this.tryNext()
  }

  private tryNext(): void {
    this.cancelStep()
    if (this.attempts >= this.retry_options.retry.attempts) return this.outOfAttempts()
    const nodes = this.redirect_target === null ? this.nextNodes() : [this.redirect_target]
    this.redirect_target = null
    const sent = this.sendTo(nodes)
    if (sent.length === 0) return this.tryLater()
    this.current = sent
    this.attempts++
    for (const { node } of sent) this.span.attempt(this.attempts, node)
    this.cancelStep = this.host.scheduler.after(this.retry_options.retry.attempt_timeout * 1000, () => this.unanswered())
  }

  /** The requests that left. */
  private sendTo(nodes: readonly NodeId[]): SentRequest[] {
    const sent: SentRequest[] = []
    for (const node of nodes) {
      const id = this.host.send(this, this, node)
      if (id === null) continue
      this.asked.push(node)
      this.attempt_tracker.sent(id)
      sent.push({ id, node })
    }
    return sent
  }

  /** Whether the request is one of the newest try; something has come of it from now on. */
  private takeCurrent(id: number): boolean {
    if (!this.current.some((request) => request.id === id)) return false
    this.current = this.current.length === 1 ? NONE_SENT : this.current.filter((request) => request.id !== id)
    return true
  }

  private nextNodes(): readonly NodeId[] {
    const { host, target } = this
    if (target.node === undefined) return target.strategy.choose(host.routing, this.keys, host.isReachable)
    return host.isReachable(target.node) ? [target.node] : []
  }

  private unanswered(): void {
    for (const { node } of this.current) {
      this.host.routing.markUnresponsive(node)
      this.last_error = `${node} did not answer`
    }
    this.asked = []
    this.tryNext()
  }

  /** Nothing will come of one request of the newest try: the others may do. */
  private failedRequest(): void {
    if (this.current.length === 0) this.tryLater()
  }

  private tryLater(): void {
    if (this.attempts >= this.retry_options.retry.attempts) return this.outOfAttempts()
    this.cancelStep()
    this.asked = []
    this.failures++
    const pause_ms = backoff_ms(this.retry_options.retry, this.failures, this.host.random)
    this.cancelStep = this.host.scheduler.after(pause_ms * 1000, () => this.tryNext())
  }

  /** Answers may still come until the deadline; without any to wait for, it is over. */
  private outOfAttempts(): void {
    if (this.attempt_tracker.awaitedIds.length === 0)
      this.fail(`gave up after ${this.attempts === 1 ? 'one try' : `${this.attempts} tries`}: ${this.last_error}`)
  }

  private succeed(node: NodeId, { result, context, age_us }: Answer): void {
    this.target.strategy.onConcluded(this.host.routing, this.keys, node)
    this.finish()
    this.span.succeed(node, result, { token: context?.key, copy: copyOf(age_us) })
    this.onEnd(result, node)
  }

  private fail(error: string): void {
    const kind = this.attempt_tracker.outcome(this.operation)
    this.finish()
    this.span.fail(kind, error)
    this.onEnd(null, null)
  }

  private finish(): void {
    this.cancelStep()
    this.host.forget(this.attempt_tracker.awaitedIds)
  }
}
