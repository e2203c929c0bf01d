/** Pure cores of any protocol, an in-memory network, disks that forget what was not synced, and one clock: all under a test's control. */
import type { NodeId } from '../../../src-shared/ids'
import { requestText, simulatedKeys } from '../../../src-shared/keys'
import type { EventBody, LabEvent, ProtocolEvent } from '../../../src-shared/events'
import type { Parameters, ParameterValue } from '../../../src-shared/description/protocol-description'
import type {
  ClientReply,
  ClientRequest,
  Context,
  Effect,
  Input,
  LiveInvariant,
  Plain,
  Protocol,
  ProtocolMessage
} from '../../../src-node/protocols/contract'
import { deepFreeze } from './deep-freeze'

export interface Envelope<Message = ProtocolMessage> {
  readonly from: NodeId
  readonly to: NodeId
  readonly message: Message
}

interface Disk<LogRecord, Snapshot> {
  snapshot: Snapshot | null
  records: LogRecord[]
}

interface TestNode<State, Message extends ProtocolMessage, LogRecord extends Plain, Snapshot extends Plain> {
  readonly id: NodeId
  readonly parameters: Parameters
  /** null while down. */
  state: State | null
  disk: Disk<LogRecord, Snapshot>
  /** Written but not synced: lost by a crash. */
  unsynced: Extract<Effect<Message, LogRecord, Snapshot>, { kind: 'append' | 'save-snapshot' }>[]
  /** Waits for the sync. */
  held: Extract<Effect<Message, LogRecord, Snapshot>, { kind: 'send' | 'reply' }>[]
  records_appended: number
  timers: Map<string, number>
  /** Disk is slow: nothing is synced until asked. */
  sync_by_hand: boolean
  /** See `Boot.generation`. */
  generation: number
  backup: Disk<LogRecord, Snapshot>
}

export interface ClusterOptions {
  readonly nodes: readonly NodeId[]
  readonly parameters?: Readonly<Record<string, ParameterValue>>
  readonly perNode?: Readonly<Record<NodeId, Readonly<Record<string, ParameterValue>>>>
  readonly switches?: readonly string[]
  readonly random: () => number
  /** Messages, records and snapshots pass by reference, as in the simulator, and are frozen: changing one in place throws. */
  readonly by_reference?: boolean
}

/** What a test may want to see. */
export interface Observer<Message = ProtocolMessage> {
  event?(event: ProtocolEvent): void
  sent?(envelope: Envelope<Message>): void
  replied?(node: NodeId, request: ClientRequest, reply: ClientReply): void
  violated?(invariant: string, text: string): void
  lost?(operations: readonly string[]): void
}

export class TestCluster<
  State,
  Message extends ProtocolMessage = ProtocolMessage,
  LogRecord extends Plain = Plain,
  Snapshot extends Plain = Plain
> {
  now_us = 0
  /** Sent and not yet delivered or dropped, oldest first. */
  network: Envelope<Message>[] = []
  readonly nodes = new Map<NodeId, TestNode<State, Message, LogRecord, Snapshot>>()
  private readonly requests = new Map<number, ClientRequest>()
  private requests_made = 0
  private events_seen = 0
  private readonly invariants: LiveInvariant[]
  private readonly shared: Parameters
  /** Those that take part now. */
  private readonly history: (readonly NodeId[])[]

  constructor(
    private readonly protocol: Protocol<State, Message, LogRecord, Snapshot>,
    private readonly options: ClusterOptions,
    private readonly observer: Observer<Message>
  ) {
    const described = Object.entries(protocol.description.parameters).map(([name, { default: value }]) => [name, value])
    this.shared = { ...(Object.fromEntries(described) as Parameters), ...options.parameters }
    this.invariants = protocol.createInvariants(options.nodes, this.shared)
    this.history = [options.nodes]
    for (const id of options.nodes) this.addNode(id)
  }

  /** A node takes part from now on: it starts, with the disk that it had before or with an empty one, and the others learn of it. */
  join(id: NodeId): void {
    this.history.push([...this.members, id])
    this.observe({ kind: 'member-joined', node: id, role: null })
    const known = this.nodes.get(id)
    if (known === undefined) this.addNode(id)
    else if (known.state === null) this.start(id)
    this.tellMembers((other) => known !== undefined || other !== id)
  }

  /** A node takes part no more: all learn of it, itself included, and it goes on until somebody crashes it. */
  leave(id: NodeId): void {
    this.history.push(this.members.filter((other) => other !== id))
    this.tellMembers(() => true)
  }

  node(id: NodeId): TestNode<State, Message, LogRecord, Snapshot> {
    const node = this.nodes.get(id)
    if (node === undefined) throw new Error(`no node ${id}`)
    return node
  }

  /** The state of a node that is up. */
  state(id: NodeId): State {
    const { state } = this.node(id)
    if (state === null) throw new Error(`${id} is down`)
    return state
  }

  start(id: NodeId): void {
    const node = this.node(id)
    if (node.state !== null) throw new Error(`${id} is up`)
    const { generation } = node
    this.observe({ kind: 'node-started', node: id, boot: 1, pid: 1, generation })
    const { nodes: initial_nodes, switches = [] } = this.options
    const recovered = this.pass({ ...node.disk, records: [...node.disk.records] })
    const { state, effects } = this.protocol.boot(
      {
        id,
        generation,
        nodes: this.members,
        initial_nodes,
        ever: [...new Set([...initial_nodes, ...this.nodes.keys()])],
        history: [...this.history],
        parameters: node.parameters,
        switches,
        recovered
      },
      this.context(id)
    )
    node.state = state
    node.records_appended = 0
    this.applyEffects(node, effects)
  }

  backUpDisk(id: NodeId): void {
    const node = this.node(id)
    node.backup = { ...node.disk, records: [...node.disk.records] }
  }

  /** The disk of a node that is down becomes this one: an empty one, or its backup. */
  replaceDisk(id: NodeId, disk: 'empty' | 'backup'): void {
    const node = this.node(id)
    node.disk = disk === 'empty' ? { snapshot: null, records: [] } : { ...node.backup, records: [...node.backup.records] }
    node.generation++
  }

  /** Loses what was not synced. */
  crash(id: NodeId): void {
    const node = this.node(id)
    node.state = null
    node.unsynced = []
    node.held = []
    node.timers.clear()
    this.observe({ kind: 'node-exited', node: id, boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] })
  }

  input(id: NodeId, ...inputs: Input<Message>[]): void {
    const node = this.node(id)
    if (node.state === null) return
    if (this.options.by_reference) deepFreeze(inputs)
    this.applyEffects(node, this.protocol.step(node.state, inputs, this.context(node.id)))
  }

  /** Hands a client's operation to a node; returns the request's number. */
  request(id: NodeId, asked: Omit<ClientRequest, 'request'>): number {
    const { session, sequence, operation } = asked
    const sign = () => ({ signature: simulatedKeys(session).sign(requestText(session, sequence, operation)) })
    const signed = this.protocol.description.signed_requests ? sign() : {}
    const request: ClientRequest = { request: ++this.requests_made, ...asked, ...signed }
    this.requests.set(request.request, request)
    this.input(id, { kind: 'request', request })
    return request.request
  }

  /** Delivers one message. */
  deliver(envelope: Envelope<Message>): void {
    this.input(envelope.to, { kind: 'message', from: envelope.from, message: this.pass(envelope.message) })
  }

  /** Makes everything written durable, lets out what waited for it, and tells the node. */
  sync(id: NodeId): void {
    const node = this.node(id)
    if (node.state === null) return
    const had_records = node.unsynced.some((effect) => effect.kind === 'append')
    for (const effect of this.pass(node.unsynced)) {
      if (effect.kind === 'append') node.disk.records.push(effect.record)
      else node.disk = { snapshot: effect.snapshot, records: [...effect.records] }
    }
    node.unsynced = []
    const held = node.held
    node.held = []
    for (const effect of held) this.release(node, effect)
    if (had_records) this.input(id, { kind: 'durable', records: node.records_appended })
  }

  /** The timer that fires next, on any node. */
  nextTimer(): { id: NodeId; timer: string; due_us: number } | null {
    let next: { id: NodeId; timer: string; due_us: number } | null = null
    for (const { id, timers } of this.nodes.values()) {
      for (const [timer, due_us] of timers) if (next === null || due_us < next.due_us) next = { id, timer, due_us }
    }
    return next
  }

  fire(id: NodeId, timer: string): void {
    this.node(id).timers.delete(timer)
    this.input(id, { kind: 'timer', timer })
  }

  /** Feeds the live invariants an event that no core emitted. */
  observe(event: EventBody): void {
    const stamped: LabEvent = { ...event, t: this.now_us, seq: ++this.events_seen }
    for (const invariant of this.invariants) {
      const found = invariant.observe(stamped)
      if (found && 'lost' in found) this.observer.lost?.(found.lost)
      else if (found) this.observer.violated?.(invariant.name, found.text)
    }
  }

  private addNode(id: NodeId): void {
    this.nodes.set(id, {
      id,
      parameters: { ...this.shared, ...this.options.perNode?.[id] },
      state: null,
      disk: { snapshot: null, records: [] },
      unsynced: [],
      held: [],
      records_appended: 0,
      timers: new Map(),
      sync_by_hand: false,
      generation: 0,
      backup: { snapshot: null, records: [] }
    })
    this.start(id)
  }

  get members(): readonly NodeId[] {
    return this.history.at(-1)!
  }

  private tellMembers(isTold: (id: NodeId) => boolean): void {
    for (const id of this.nodes.keys())
      if (isTold(id))
        this.input(id, { kind: 'members', members: this.members, ever: [...this.nodes.keys()], history: [...this.history] })
  }

  /** What a network or a disk hands on: a copy, so that nobody can reach back through it. */
  private pass<T>(value: T): T {
    return this.options.by_reference ? deepFreeze(value) : structuredClone(value)
  }

  private context(id: NodeId): Context {
    return { now_us: this.now_us, random: this.options.random, keys: simulatedKeys(id) }
  }

  private applyEffects(
    node: TestNode<State, Message, LogRecord, Snapshot>,
    effects: readonly Effect<Message, LogRecord, Snapshot>[]
  ): void {
    if (this.options.by_reference) deepFreeze(effects)
    for (const effect of effects) {
      switch (effect.kind) {
        case 'append':
          node.records_appended++
          node.unsynced.push(effect)
          break
        case 'save-snapshot':
          node.unsynced.push(effect)
          break
        case 'set-timer':
          node.timers.set(effect.timer, this.now_us + effect.delay_us)
          break
        case 'clear-timer':
          node.timers.delete(effect.timer)
          break
        case 'emit':
          this.observe(effect.event)
          this.observer.event?.(effect.event)
          break
        case 'send':
        case 'reply':
          if (effect.after === 'now') this.release(node, effect)
          else node.held.push(effect)
      }
    }
    if (!node.sync_by_hand && (node.unsynced.length > 0 || node.held.length > 0)) this.sync(node.id)
  }

  private release(
    { id: from }: { id: NodeId },
    effect: Extract<Effect<Message, LogRecord, Snapshot>, { kind: 'send' | 'reply' }>
  ): void {
    if (effect.kind === 'send') {
      const envelope = { from, to: effect.to, message: effect.message }
      this.network.push(envelope)
      this.observer.sent?.(envelope)
      return
    }
    const request = this.requests.get(effect.request)
    if (request === undefined) throw new Error(`${from} answers request ${effect.request} twice, or it was never made`)
    this.requests.delete(effect.request)
    this.observer.replied?.(from, request, effect.reply)
  }
}
