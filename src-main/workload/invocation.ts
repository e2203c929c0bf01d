import type { EventBody } from '../../src-shared/events'
import type { NodeId } from '../../src-shared/ids'
import type { Operation, OperationResult } from '../../src-shared/operations'
import type { Random } from '../../src-shared/random'
import type { Workload } from '../../src-shared/scenario/schema'
import type { Cancel, Scheduler } from '../../src-shared/scheduler'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import type { Asking } from './asking'
import { backoff_ms } from './retry'
import type { Route } from './route'
import { Tries } from './tries'

/** How long and how stubbornly an operation is tried. Durations in ms. */
export type Patience = Pick<Workload, 'timeout' | 'retry'>

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
export type Ended = (result: OperationResult | null) => void

/** One operation from its invocation to its end: tries, redirects, timeouts, and what may be said of it afterwards. */
export class Invocation {
  private readonly tries = new Tries()
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
  private referred: NodeId | null = null
  private last_error = 'no node could be reached'

  constructor(
    private readonly host: InvocationHost,
    readonly op: number,
    readonly operation: Operation,
    readonly asking: Asking,
    private readonly patience: Patience,
    private readonly ended: Ended
  ) {
    const { scheduler } = host
    const { policy, script } = asking
    this.invoked_us = scheduler.now_us()
    const asked = { ...(policy !== undefined && { policy }), ...(script !== undefined && { script }) }
    host.emit({ kind: 'invoke', client: host.client, op, operation, ...asked }, this.invoked_us)
    const timedOut = () => this.fail(`no answer within ${patience.timeout} ms: ${this.last_error}`)
    this.cancelDeadline = scheduler.after(patience.timeout * 1000, timedOut)
    this.tryNext()
  }

  /** The answer of `node` to one of the tries. */
  answered(id: number, node: NodeId, reply: ClientReplyBody['reply']): void {
    this.tries.answered(id, reply.status)
    this.host.route.heard(node)
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
    this.tries.lost(id)
    this.host.route.doubt(node)
    if (id !== this.current) return this.outdatedAnswer()
    this.last_error = `the connection to ${node} broke`
    this.tryLater()
  }

  /** Ends without any further word, when the whole process stops. */
  abandon(): void {
    this.clearTimers()
  }

  private outdatedAnswer(): void {
    if (this.attempts >= this.patience.retry.attempts) this.outOfAttempts()
  }

  private redirected(from: NodeId, leader: NodeId | null): void {
    const { route, isReachable } = this.host
    const asks_leader = this.asking.nodes === 'leader'
    this.last_error = asks_leader ? `${from} does not lead` : `${from} cannot answer yet`
    if (asks_leader) route.disbelieve(from)
    if (leader !== null) route.believe(leader)
    const may_follow = route.habits.follow_leader || !asks_leader
    if (!may_follow || leader === null || !isReachable(leader) || this.asked.includes(leader)) return this.tryLater()
    this.referred = leader
    this.tryNext()
  }

  private tryNext(): void {
    this.cancelStep()
    if (this.attempts >= this.patience.retry.attempts) return this.outOfAttempts()
    const node = this.referred ?? this.nextNode()
    this.referred = null
    const id = node === null ? null : this.host.send(this, node)
    if (node === null || id === null) return this.tryLater()
    this.attempts++
    this.current = id
    this.asked.push(node)
    this.tries.sent(id)
    const { client, emit, scheduler } = this.host
    emit({ kind: 'attempt', client, op: this.op, attempt: this.attempts, node }, scheduler.now_us())
    this.cancelStep = scheduler.after(this.patience.retry.attempt_timeout * 1000, () => this.unanswered(node))
  }

  private nextNode(): NodeId | null {
    const { host, asking } = this
    if (asking.node === undefined) return host.route.next(host.isReachable, asking.nodes)
    return host.isReachable(asking.node) ? asking.node : null
  }

  private unanswered(node: NodeId): void {
    this.host.route.doubt(node)
    this.last_error = `${node} did not answer`
    this.asked = []
    this.tryNext()
  }

  private tryLater(): void {
    if (this.attempts >= this.patience.retry.attempts) return this.outOfAttempts()
    this.cancelStep()
    this.asked = []
    this.failures++
    const pause_ms = backoff_ms(this.patience.retry, this.failures, this.host.random)
    this.cancelStep = this.host.scheduler.after(pause_ms * 1000, () => this.tryNext())
  }

  /** Answers may still come until the deadline; without any to wait for, it is over. */
  private outOfAttempts(): void {
    if (this.tries.awaitedIds.size === 0)
      this.fail(`gave up after ${this.attempts === 1 ? 'one try' : `${this.attempts} tries`}: ${this.last_error}`)
  }

  private succeed(node: NodeId, { result, context }: Answer): void {
    const { op } = this
    const token = context?.key
    if (this.asking.nodes === 'leader') this.host.route.believe(node)
    const t = this.finish()
    const given = { result, ...(token !== undefined && { token }) }
    this.host.emit({ kind: 'ok', client: this.host.client, op, ...given, latency_us: t - this.invoked_us, node }, t)
    this.ended(result)
  }

  private fail(error: string): void {
    const kind = this.tries.outcome(this.operation)
    const t = this.finish()
    this.host.emit({ kind, client: this.host.client, op: this.op, error, latency_us: t - this.invoked_us }, t)
    this.ended(null)
  }

  private finish(): number {
    this.clearTimers()
    this.host.forget(this.tries.awaitedIds)
    return this.host.scheduler.now_us()
  }

  private clearTimers(): void {
    this.cancelDeadline()
    this.cancelStep()
  }
}
