import type { ClientConnection, Connect } from '../../src-shared/client-connection'
import type { EventBody } from '../../src-shared/events'
import type { ClientId, NodeId } from '../../src-shared/ids'
import { replyText, requestText } from '../../src-shared/keys'
import type { Keys } from '../../src-shared/keys'
import { isWrite, readsSeveral } from '../../src-shared/operations'
import type { Operation } from '../../src-shared/operations'
import type { PolicyDescriptions } from '../../src-shared/description/protocol-description'
import type { Random } from '../../src-shared/random'
import { CACHE_TTL_MS } from '../../src-shared/scenario/sections/workload'
import type { Workload } from '../../src-shared/scenario/sections/workload'
import type { Scheduler } from '../../src-shared/scheduler'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import { CachedRead } from './cached-read'
import { ReadCache } from './read-cache'
import { createTargetSelector } from './request-target'
import type { RequestTarget, TargetOverride } from './request-target'
import { Invocation } from './invocation'
import { JoinedRead } from './joined-read'
import type { Asked, InvocationHost, OpenOperation, RetryOptions } from './invocation'
import type { EndCallback } from './operation-span'
import { Scatter } from './scatter'
import { Routing } from './strategies/routing'
import { Tokens } from './tokens'

/** The workload settings that control how a client addresses its requests. */
export type RequestOptions = Pick<Workload, 'follow_redirects' | 'sticky' | 'read_policy' | 'write_policy' | 'cache_ttl'>

export interface ClientOptions {
  readonly client: ClientId
  readonly nodes: readonly NodeId[]
  /** Place in `nodes` of the node to ask first. */
  readonly first_node: number
  readonly policies: PolicyDescriptions
  /** The client's own; absent: nobody signs anything. */
  readonly keys?: Keys
  readonly request_options: RequestOptions
  readonly random: Random
  readonly scheduler: Scheduler
  readonly connect: Connect
  readonly emit: (event: EventBody, t?: number) => void
}

/** A try on its way, under the id that its reply carries. */
interface Pending {
  readonly asking: OpenOperation
  readonly op: number
  readonly keys: readonly string[]
  readonly node: NodeId
  readonly sent_us: number
}

/** One client: a session, a connection to every node, and the operations it has open. */
export class Client {
  readonly id: ClientId
  private readonly routing: Routing
  private readonly connections = new Map<NodeId, ClientConnection>()
  private readonly pending = new Map<number, Pending>()
  private readonly open = new Set<OpenOperation>()
  private readonly host: InvocationHost
  private readonly tokens = new Tokens()
  private readonly cache = new ReadCache()
  /** Whether some policy lets it answer from there. */
  private readonly caches: boolean
  private cache_ttl_us: number
  private targetFor: ReturnType<typeof createTargetSelector>
  private next_op = 1
  private next_id = 1

  constructor(private readonly options: ClientOptions) {
    const { client, nodes, request_options, policies, random, scheduler, emit } = options
    this.id = client
    this.routing = new Routing(nodes, options.first_node, request_options)
    this.targetFor = createTargetSelector(policies, request_options)
    this.caches = policies.reads.some(({ cached }) => cached)
    this.cache_ttl_us = ttlOf(request_options)
    for (const node of nodes) this.connectTo(node)
    this.host = {
      client,
      routing: this.routing,
      random,
      scheduler,
      emit,
      isReachable: (node) => this.connections.get(node)?.isUp ?? false,
      send: (asking, asked, node) => this.send(asking, asked, node),
      forget: (ids) => {
        for (const id of ids) this.pending.delete(id)
      }
    }
  }

  /** Operations that have not ended. */
  get open_count(): number {
    return this.open.size
  }

  /** From now on it asks like this. */
  set request_options(request_options: RequestOptions) {
    this.routing.options = request_options
    this.targetFor = createTargetSelector(this.options.policies, request_options)
    this.cache_ttl_us = ttlOf(request_options)
  }

  /** Chooses from these nodes from now on, and keeps connections to those that can be reached. */
  setMembers(nodes: readonly NodeId[], reachable: readonly NodeId[]): void {
    this.routing.setNodes(nodes)
    for (const [node, connection] of this.connections) if (!reachable.includes(node)) this.disconnect(node, connection)
    for (const node of reachable) if (!this.connections.has(node)) this.connectTo(node)
  }

  /** Number of the operation to come: 1, 2, 3 … */
  get upcoming_op(): number {
    return this.next_op
  }

  /** Starts an operation; `ended` is called later, never from within. */
  invoke(operation: Operation, retry_options: RetryOptions, onEnd: EndCallback, target_override: TargetOverride = {}): void {
    const target = { ...this.targetFor(operation, target_override.policy), ...target_override }
    const ended: EndCallback = (result, node) => {
      this.open.delete(begun)
      onEnd(result, node)
    }
    const begun = this.begin(operation, target, retry_options, ended)
    this.open.add(begun)
  }

  private begin(operation: Operation, target: RequestTarget, retry_options: RetryOptions, onEnd: EndCallback): OpenOperation {
    const { host } = this
    const op = this.next_op++
    if (isWrite(operation))
      return this.ask(op, operation, target, retry_options, this.caches ? this.droppingKept(operation, onEnd) : onEnd)
    if (!target.cached) return this.ask(op, operation, target, retry_options, onEnd)
    const now_us = host.scheduler.now_us()
    const kept = this.cache.find(operation, now_us, this.cache_ttl_us)
    if (kept !== null) return new CachedRead(host, op, operation, target, kept, onEnd)
    const flight = this.cache.findFlight(operation, now_us, this.cache_ttl_us)
    if (flight !== null) return new JoinedRead(host, op, operation, target, retry_options.timeout, flight, onEnd)
    return this.ask(op, operation, target, retry_options, this.keepingAnswer(operation, now_us, onEnd))
  }

  private ask(
    op: number,
    operation: Operation,
    target: RequestTarget,
    retry_options: RetryOptions,
    onEnd: EndCallback
  ): OpenOperation {
    const Kind = readsSeveral(operation) ? Scatter : Invocation
    return new Kind(this.host, op, operation, target, retry_options, onEnd)
  }

  /** What is kept of the keys of a write is out of date once it ends. */
  private droppingKept(operation: Operation, onEnd: EndCallback): EndCallback {
    return (result, node) => {
      this.cache.wrote(operation, this.host.scheduler.now_us())
      onEnd(result, node)
    }
  }

  /** What a read is answered is for those as well that wait for it, and come. */
  private keepingAnswer(operation: Operation, as_of_us: number, onEnd: EndCallback): EndCallback {
    const flight = this.cache.takeOff(operation, as_of_us)
    return (result, node) => {
      onEnd(result, node)
      this.cache.land(operation, flight, node === null ? null : { node, result: result!, as_of_us })
    }
  }

  /** Drops all connections and timers; operations still open stay without an end. */
  close(): void {
    for (const operation of this.open) operation.abandon()
    for (const connection of this.connections.values()) connection.close()
  }

  private connectTo(node: NodeId): void {
    const { client, connect } = this.options
    const handlers = { onReply: (body: ClientReplyBody) => this.receive(node, body), onDown: () => this.connectionLost(node) }
    this.connections.set(node, connect(client, node, handlers))
  }

  private disconnect(node: NodeId, connection: ClientConnection): void {
    connection.close()
    this.connections.delete(node)
    this.connectionLost(node)
  }

  private send(asking: OpenOperation, { op: sequence, operation, keys, target }: Asked, node: NodeId): number | null {
    const id = this.next_id++
    const { policy } = target
    const context = this.tokens.contextOf(keys)
    const { map_epoch } = this.routing
    const signature = this.options.keys?.sign(requestText(this.id, sequence, operation))
    const given = {
      ...(policy !== undefined && { policy }),
      ...(context && { context }),
      ...(map_epoch !== null && { map_epoch }),
      ...(signature !== undefined && { signature })
    }
    if (!this.connections.get(node)?.send({ id, session: this.id, sequence, operation, ...given })) return null
    this.pending.set(id, { asking, op: sequence, keys, node, sent_us: this.host.scheduler.now_us() })
    return id
  }

  private receive(node: NodeId, body: ClientReplyBody): void {
    const pending = this.pending.get(body.id)
    // Late, duplicated, or not from the node that was asked.
    if (pending?.node !== node) return
    // Altered on the way, it is as good as lost.
    if (!this.isAuthentic(pending, body.reply)) return
    this.pending.delete(body.id)
    const { asking, keys, sent_us } = pending
    if (body.reply.status === 'ok') this.routing.measure(node, this.host.scheduler.now_us() - sent_us, body.reply.age_us)
    if (body.reply.status === 'ok' && body.reply.context) this.tokens.keep(keys, body.reply.context)
    asking.answered(body.id, node, body.reply)
  }

  /** Whether the node that was asked has given this answer, as far as answers are signed. */
  private isAuthentic({ node, op }: Pending, reply: ClientReplyBody['reply']): boolean {
    const { keys } = this.options
    if (keys === undefined || reply.status !== 'ok') return true
    return keys.verify(node, replyText(this.id, op, reply.result, reply.tentative), reply.signature ?? '')
  }

  private connectionLost(node: NodeId): void {
    const lost = [...this.pending].filter(([, pending]) => pending.node === node)
    for (const [id, { asking }] of lost) {
      if (this.pending.delete(id)) asking.lost(id, node)
    }
  }
}

function ttlOf({ cache_ttl = CACHE_TTL_MS }: RequestOptions): number {
  return cache_ttl * 1000
}
