import type { EventBody } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import type { Operation, OperationResult } from '../../src-shared/operations'
import type { Random } from '../../src-shared/random'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import type { RequestTarget } from './request-target'
import { backoff_ms } from './retry'
import type { Route } from './route'
import { AttemptTracker } from './attempt-tracker'

/** Timeout and retry settings of an operation. Durations in ms. */
export type RetryOptions = Pick<Workload, 'timeout' | 'retry'>

/** What an operation needs of its client. */
export interface InvocationHost {
  readonly client: string
  readonly route: Route
  readonly random: Random
  readonly scheduler: Scheduler
  readonly emit: (event: EventBody, t: number) => void
  readonly isReachable: (node: NodeId) => boolean
  /** Sends a try; its id, or null when it certainly did not leave. */
  readonly send: (invocation: Invocation, node: NodeId) => number | null
  /** The tries' answers no longer matter. */
  readonly forget: (ids: Iterable<number>) => void
}

type Answer = Extract<ClientReplyBody['reply'], { readonly status: 'ok' }>

/** The result, or null when there is none (failed or unknown). */
export type EndCallback = (result: OperationResult | null) => void

/** One operation from its invocation to its end: tries, redirects, timeouts, and what may be said of it afterwards. */
export class Invocation {
  private readonly attempt_tracker = new AttemptTracker()
  private readonly invoked_us: number
  private readonly cancelDeadline: Cancel
  /** Calls off what is to be done next: another try, or giving this one up. */
  private cancelStep: Cancel = () => {}
  private attempts = 0
  /** The newest try; word of older ones changes what is known, not what is done next. */
  private current = -1
  private failures = 0
  /** Asked since the last pause: a redirect back to one of them goes in circles. */
  private asked: NodeId[] = []
  /** Whom the newest answer sent it to. */
  private redirect_target: NodeId | null = null
  private last_error = 'no node could be reached'

  constructor(
    private readonly host: InvocationHost,
    readonly op: number,
    readonly operation: Operation,
    readonly target: RequestTarget,
    private readonly retry_options: RetryOptions,
    private readonly onEnd: EndCallback
  ) {
    const { scheduler } = host
    const { policy, script } = target
    this.invoked_us = scheduler.now_us()
    const asked = { ...(policy !== undefined && { policy }), ...(script !== undefined && { script }) }
    host.emit({ kind: 'invoke', client: host.client, op, operation, ...asked }, this.invoked_us)
    const timedOut = () => this.fail(`no answer within ${retry_options.timeout} ms: ${this.last_error}`)
    this.cancelDeadline = scheduler.after(retry_options.timeout * 1000, timedOut)
    this.tryNext()
  }

  /** The answer of `node` to one of the tries. */
  answered(id: number, node: NodeId, reply: ClientReplyBody['reply']): void {
    this.attempt_tracker.answered(id, reply.status)
    this.host.route.markResponsive(node)
    if (reply.status === 'ok') return this.succeed(node, reply)
    if (id !== this.current) return this.outdatedAnswer()
    switch (reply.status) {
      case 'rejected':
      case 'unknown':
        this.last_error = reply.error
        return this.tryLater()
      case 'redirect':
        return this.redirected(node, reply.leader)
    }
  }

  /** The connection that carried this try broke. */
  lost(id: number, node: NodeId): void {
    this.attempt_tracker.lost(id)
    this.host.route.markUnresponsive(node)
    if (id !== this.current) return this.outdatedAnswer()
    this.last_error = `the connection to ${node} broke`
    this.tryLater()
  }

  /** Ends without any further word, when the whole process stops. */
  abandon(): void {
    this.clearTimers()
  }

  private outdatedAnswer(): void {
    if (this.attempts >= this.retry_options.retry.attempts) this.outOfAttempts()
  }

  private redirected(from: NodeId, leader: NodeId | null): void {
    const { route, isReachable } = this.host
    const asks_leader = this.target.nodes === 'leader'
    this.last_error = asks_leader ? `${from} does not lead` : `${from} cannot answer yet`
    if (asks_leader) route.clearLeader(from)
    if (leader !== null) route.setLeader(leader)
    const may_follow = route.routing.follow_leader || !asks_leader
    if (!may_follow || leader === null || !isReachable(leader) || this.asked.includes(leader)) return this.tryLater()
    this.redirect_target = leader
    this.tryNext()
  }

  private tryNext(): void {
    this.cancelStep()
    if (this.attempts >= this.retry_options.retry.attempts) return this.outOfAttempts()
    const node = this.redirect_target ?? this.nextNode()
    this.redirect_target = null
    const id = node === null ? null : this.host.send(this, node)
    if (node === null || id === null) return this.tryLater()
    this.attempts++
    this.current = id
    this.asked.push(node)
    this.attempt_tracker.sent(id)
    const { client, emit, scheduler } = this.host
    emit({ kind: 'attempt', client, op: this.op, attempt: this.attempts, node }, scheduler.now_us())
    this.cancelStep = scheduler.after(this.retry_options.retry.attempt_timeout * 1000, () => this.unanswered(node))
  }

  private nextNode(): NodeId | null {
    const { host, target } = this
    if (target.node === undefined) return host.route.next(host.isReachable, target.nodes)
    return host.isReachable(target.node) ? target.node : null
  }

  private unanswered(node: NodeId): void {
    this.host.route.markUnresponsive(node)
    this.last_error = `${node} did not answer`
    this.asked = []
    this.tryNext()
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
    if (this.attempt_tracker.awaitedIds.size === 0)
      this.fail(`gave up after ${this.attempts === 1 ? 'one try' : `${this.attempts} tries`}: ${this.last_error}`)
  }

  private succeed(node: NodeId, { result, context }: Answer): void {
    const { op } = this
    const token = context?.key
    if (this.target.nodes === 'leader') this.host.route.setLeader(node)
    const t = this.finish()
    const given = { result, ...(token !== undefined && { token }) }
    this.host.emit({ kind: 'ok', client: this.host.client, op, ...given, latency_us: t - this.invoked_us, node }, t)
    this.onEnd(result)
  }

  private fail(error: string): void {
    const kind = this.attempt_tracker.outcome(this.operation)
    const t = this.finish()
    this.host.emit({ kind, client: this.host.client, op: this.op, error, latency_us: t - this.invoked_us }, t)
    this.onEnd(null)
  }

  private finish(): number {
    this.clearTimers()
    this.host.forget(this.attempt_tracker.awaitedIds)
    return this.host.scheduler.now_us()
  }

  private clearTimers(): void {
    this.cancelDeadline()
    this.cancelStep()
  }
}
