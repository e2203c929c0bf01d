import type { ClientConnection, Connect } from '../../src-shared/client-connection'
import type { EventBody } from '../../src-shared/events'
import type { ClientId, NodeId } from '../../src-shared/ids'
import type { Operation } from '../../src-shared/operations'
import type { Random } from '../../src-shared/random'
import type { Scheduler } from '../../src-shared/scheduler'
import type { ClientReplyBody } from '../../src-shared/wire/client-messages'
import { Invocation } from './invocation'
import type { Ended, InvocationHost, Patience } from './invocation'
import { Route } from './route'

export interface ClientOptions {
  readonly client: ClientId
  readonly nodes: readonly NodeId[]
  /** Place in `nodes` of the node to ask first. */
  readonly first_node: number
  readonly follow_leader: boolean
  readonly random: Random
  readonly scheduler: Scheduler
  readonly connect: Connect
  readonly emit: (event: EventBody, t?: number) => void
}

/** A try on its way, under the id that its reply carries. */
interface Pending {
  readonly invocation: Invocation
  readonly node: NodeId
}

/** One client: a session, a connection to every node, and the operations it has open. */
export class Client {
  readonly id: ClientId
  private readonly route: Route
  private readonly connections: ReadonlyMap<NodeId, ClientConnection>
  private readonly pending = new Map<number, Pending>()
  private readonly open = new Set<Invocation>()
  private readonly host: InvocationHost
  private next_op = 1
  private next_id = 1

  constructor(options: ClientOptions) {
    const { client, nodes, random, scheduler, connect, emit } = options
    this.id = client
    this.route = new Route(nodes, options.first_node, options.follow_leader)
    const connectTo = (node: NodeId) =>
      connect(client, node, { onReply: (body) => this.receive(node, body), onDown: () => this.connectionLost(node) })
    this.connections = new Map(nodes.map((node) => [node, connectTo(node)]))
    this.host = {
      client,
      route: this.route,
      random,
      scheduler,
      emit,
      isReachable: (node) => this.connections.get(node)!.isUp,
      send: (invocation, node) => this.send(invocation, node),
      forget: (ids) => {
        for (const id of ids) this.pending.delete(id)
      }
    }
  }

  /** Operations that have not ended. */
  get open_count(): number {
    return this.open.size
  }

  set follow_leader(follow: boolean) {
    this.route.follow_leader = follow
  }

  /** Number of the operation to come: 1, 2, 3 … */
  get upcoming_op(): number {
    return this.next_op
  }

  /** Starts an operation; `ended` is called later, never from within. */
  invoke(operation: Operation, patience: Patience, ended: Ended): void {
    const invocation = new Invocation(this.host, this.next_op++, operation, patience, (result) => {
      this.open.delete(invocation)
      ended(result)
    })
    this.open.add(invocation)
  }

  /** Drops all connections and timers; operations still open stay without an end. */
  close(): void {
    for (const invocation of this.open) invocation.abandon()
    for (const connection of this.connections.values()) connection.close()
  }

  private send(invocation: Invocation, node: NodeId): number | null {
    const id = this.next_id++
    const { op: sequence, operation } = invocation
    if (!this.connections.get(node)!.send({ id, session: this.id, sequence, operation })) return null
    this.pending.set(id, { invocation, node })
    return id
  }

  private receive(node: NodeId, body: ClientReplyBody): void {
    const pending = this.pending.get(body.id)
    // Late, duplicated, or not from the node that was asked.
    if (pending?.node !== node) return
    this.pending.delete(body.id)
    pending.invocation.answered(body.id, node, body.reply)
  }

  private connectionLost(node: NodeId): void {
    const lost = [...this.pending].filter(([, pending]) => pending.node === node)
    for (const [id, { invocation }] of lost) {
      if (this.pending.delete(id)) invocation.lost(id, node)
    }
  }
}
