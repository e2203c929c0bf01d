import type { NodeId } from '../../src-shared/ids'
import type { Operation } from '../../src-shared/operations'
import type { Cancel } from '../../src-shared/scheduler'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import type { InvocationHost, OpenOperation, RetryOptions } from './invocation'
import { copyOf, OperationSpan } from './operation-span'
import type { EndCallback } from './operation-span'
import type { RequestTarget } from './request-target'
import { restOf } from './rest'
import type { Piece, Rest } from './rest'
import { backoff_ms } from './retry'
import type { Redirect } from './strategies/strategy'

/** A request on its way. */
interface Leg {
  readonly piece: Piece
  readonly node: NodeId
  /** Those that were asked for the piece since the last pause, this one included: a redirect back to one goes in circles. */
  readonly asked: readonly NodeId[]
  readonly cancelTimeout: Cancel
}

/**
 * One read of several keys from its invocation to its end: a request for each group that owns some of them by the client's map, all at
 * once. What a group does not answer for is divided anew by the newest map, until everything is read or the operation fails.
 */
export class Scatter implements OpenOperation {
  private readonly span: OperationSpan
  private readonly rest: Rest
  /** By request. */
  private readonly legs = new Map<number, Leg>()
  /** Calls off the pause before the next round; null: there is none. */
  private cancelPause: Cancel | null = null
  /** Requests that leave together have one number. */
  private round = 0
  /** Requests of which nothing came. */
  private failures = 0
  private pauses = 0
  private last_error = 'no node could be reached'
  /** The oldest copy that something was read from; absent: none was. */
  private age_us: number | undefined

  constructor(
    private readonly host: InvocationHost,
    private readonly op: number,
    operation: Operation,
    private readonly target: RequestTarget,
    private readonly retry_options: RetryOptions,
    private readonly onEnd: EndCallback
  ) {
    const { timeout } = retry_options
    const timedOut = () => this.fail(`no answer within ${timeout} ms: ${this.last_error}`)
    this.rest = restOf(operation)
    this.span = new OperationSpan(host, op, operation, target, timeout, timedOut)
    this.askForRest()
  }

  answered(id: number, node: NodeId, reply: ClientReplyBody['reply']): void {
    const { routing } = this.host
    routing.markResponsive(node)
    const leg = this.end(id)
    const { piece } = leg
    switch (reply.status) {
      case 'ok':
        this.target.strategy.onConcluded(routing, [piece.at], node)
        if (reply.age_us !== undefined) this.age_us = Math.max(this.age_us ?? 0, reply.age_us)
        if (!this.rest.take(piece, reply.result)) return this.failed(`${node} answers for none of it`)
        return this.goOn(node)
      case 'redirect':
        return this.redirected(leg, reply)
      case 'rejected':
      case 'unknown':
        this.rest.giveBack(piece)
        return this.failed(reply.error)
    }
  }

  lost(id: number, node: NodeId): void {
    this.host.routing.markUnresponsive(node)
    this.rest.giveBack(this.end(id).piece)
    this.failed(`the connection to ${node} broke`)
  }

  abandon(): void {
    this.clearTimers()
    this.span.cancelDeadline()
  }

  /** `node` has answered. */
  private goOn(node: NodeId): void {
    if (!this.rest.is_empty) {
      if (this.cancelPause === null) this.askForRest()
    } else if (this.legs.size === 0) this.succeed(node)
  }

  /** A newer map divides the piece anew; otherwise it goes to whom the redirect names. */
  private redirected({ piece, node, asked }: Leg, { leader, map }: Redirect): void {
    const { routing, isReachable } = this.host
    const known_epoch = routing.map_epoch
    if (map !== undefined) routing.takeMap(map)
    const { error, ask } = this.target.strategy.onRedirect(routing, [piece.at], node, leader)
    this.last_error = error
    if (this.target.node === undefined) {
      if (routing.map_epoch !== known_epoch) {
        this.rest.giveBack(piece)
        return this.askForRest()
      }
      if (ask !== null && isReachable(ask) && !asked.includes(ask)) {
        this.round++
        if (this.send(piece, ask, asked)) return
      }
    }
    this.rest.giveBack(piece)
    this.failed(error)
  }

  /** Asks for all that is left and nobody is asked for. */
  private askForRest(): void {
    this.endPause()
    this.round++
    const unsent = this.rest.divide(this.host.routing.newest_map).filter((piece) => {
      const node = this.nodeFor(piece)
      return node === null || !this.send(piece, node, [])
    })
    for (const piece of unsent) this.rest.giveBack(piece)
    if (unsent.length > 0) this.pause()
  }

  private nodeFor({ at }: Piece): NodeId | null {
    const { routing, isReachable } = this.host
    const { node, strategy } = this.target
    if (node !== undefined) return isReachable(node) ? node : null
    return strategy.choose(routing, [at], isReachable)[0] ?? null
  }

  /** Whether the request left. */
  private send(piece: Piece, node: NodeId, asked_before: readonly NodeId[]): boolean {
    const { host, op, target, retry_options } = this
    const id = host.send(this, { op, operation: piece.operation, keys: piece.keys, target }, node)
    if (id === null) return false
    this.span.attempt(this.round, node)
    const cancelTimeout = host.scheduler.after(retry_options.retry.attempt_timeout * 1000, () => this.unanswered(id))
    this.legs.set(id, { piece, node, asked: [...asked_before, node], cancelTimeout })
    return true
  }

  private unanswered(id: number): void {
    const { piece, node } = this.end(id)
    this.host.forget([id])
    this.host.routing.markUnresponsive(node)
    this.rest.giveBack(piece)
    this.last_error = `${node} did not answer`
    if (this.spendTry()) this.askForRest()
  }

  /** Nothing came of a request: what it was for is asked for again after a pause. */
  private failed(error: string): void {
    this.last_error = error
    if (this.spendTry()) this.pause()
  }

  private pause(): void {
    if (this.cancelPause !== null) return
    const pause_ms = backoff_ms(this.retry_options.retry, ++this.pauses, this.host.random)
    this.cancelPause = this.host.scheduler.after(pause_ms * 1000, () => this.askForRest())
  }

  private endPause(): void {
    this.cancelPause?.()
    this.cancelPause = null
  }

  /** False: that was the last try, and without it the operation has failed. */
  private spendTry(): boolean {
    this.failures++
    const { attempts } = this.retry_options.retry
    if (this.failures < attempts) return true
    this.fail(`gave up after ${attempts === 1 ? 'one try' : `${attempts} tries`}: ${this.last_error}`)
    return false
  }

  /** The request is over, whatever came of it. */
  private end(id: number): Leg {
    const leg = this.legs.get(id)!
    this.legs.delete(id)
    leg.cancelTimeout()
    return leg
  }

  private succeed(node: NodeId): void {
    const result = this.rest.result()
    this.clearTimers()
    this.span.succeed(node, result, { copy: copyOf(this.age_us) })
    this.onEnd(result, node)
  }

  private fail(error: string): void {
    this.host.forget(this.legs.keys())
    this.clearTimers()
    this.span.fail('fail', error)
    this.onEnd(null, null)
  }

  private clearTimers(): void {
    this.endPause()
    for (const { cancelTimeout } of this.legs.values()) cancelTimeout()
  }
}
