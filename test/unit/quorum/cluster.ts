/** Pure quorum cores, a network that delivers at once unless it is cut, disks that sync at once unless held, and one clock. */
import type { EventBody, LabEvent, ProtocolEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { Operation } from '../../../src-shared/operations'
import type { ParameterValue } from '../../../src-shared/description/protocol-description'
import type { ClientReply, Input } from '../../../src-node/protocols/contract'
import { quorum } from '../../../src-node/protocols/quorum'
import type { QuorumEffect } from '../../../src-node/protocols/quorum/core'
import type { MembershipMessage } from '../../../src-node/protocols/membership/messages'
import { describeMessage } from '../../../src-node/protocols/quorum/describe'
import type { QuorumMessage } from '../../../src-node/protocols/quorum/messages'
import type { QuorumRecord, QuorumSnapshot, QuorumState } from '../../../src-node/protocols/quorum/state'
import { describeRow } from '../../../src-node/protocols/quorum/version'

interface TestNode {
  readonly id: NodeId
  state: QuorumState | null
  snapshot: QuorumSnapshot | null
  records: QuorumRecord[]
  /** Written and not synced, and what waits for that. */
  unsynced: QuorumEffect[]
  held: QuorumEffect[]
  appended: number
  is_disk_slow: boolean
  generation: number
  timers: Map<string, number>
}

export interface TestClusterOptions {
  readonly nodes: readonly NodeId[]
  readonly parameters?: Readonly<Record<string, ParameterValue>>
  readonly switches?: readonly string[]
}

export class TestCluster {
  now_us = 1_000_000
  /** What was sent, as one line each; those that were cut off end in `lost`. */
  readonly messages: string[] = []
  readonly notes: string[] = []
  readonly events: ProtocolEvent[] = []
  readonly violations: string[] = []
  readonly cut = new Set<string>()
  private readonly nodes = new Map<NodeId, TestNode>()
  private readonly in_flight: { from: NodeId; to: NodeId; message: QuorumMessage | MembershipMessage }[] = []
  private readonly replies = new Map<number, ClientReply>()
  private readonly invariants
  private requests = 0
  private seq = 0

  constructor(private readonly options: TestClusterOptions) {
    const defaults = Object.entries(quorum.description.parameters).map(([name, { default: value }]) => [name, value] as const)
    this.parameters = { ...Object.fromEntries(defaults), ...options.parameters }
    this.invariants = quorum.createInvariants(options.nodes, this.parameters)
    for (const id of options.nodes) {
      const fresh = {
        state: null,
        snapshot: null,
        records: [],
        unsynced: [],
        held: [],
        appended: 0,
        is_disk_slow: false,
        generation: 0
      }
      this.nodes.set(id, { id, ...fresh, timers: new Map() })
      this.start(id)
    }
  }
  private readonly parameters: Record<string, ParameterValue>

  node(id: NodeId): TestNode {
    return this.nodes.get(id)!
  }

  /** The state of a node that is up. */
  state(id: NodeId): QuorumState {
    return this.node(id).state!
  }

  /** What the node keeps of the key, as `x=1 at …`. */
  row(id: NodeId, key: string): string {
    return describeRow(key, this.state(id).store.rows.get(key) ?? [])
  }

  start(id: NodeId): void {
    const node = this.node(id)
    const { nodes, switches = [] } = this.options
    const recovered = structuredClone({ snapshot: node.snapshot, records: node.records })
    const { state, effects } = quorum.boot(
      { id, generation: node.generation, nodes, parameters: this.parameters, switches, recovered },
      this.context()
    )
    Object.assign(node, { state, appended: 0 })
    this.judge({ kind: 'node-started', node: id, boot: 1, pid: null, generation: node.generation })
    this.applyEffects(node, effects)
  }

  /** Loses what was not synced. */
  crash(id: NodeId): void {
    const node = this.node(id)
    Object.assign(node, { state: null, unsynced: [], held: [] })
    node.timers.clear()
  }

  /** Replaces the disk of a node that is down by this copy of it, or by an empty one. */
  replaceDisk(id: NodeId, copy: Pick<TestNode, 'snapshot' | 'records'> = { snapshot: null, records: [] }): void {
    Object.assign(this.node(id), structuredClone(copy), { generation: this.node(id).generation + 1 })
  }

  /** Cuts all links between the node and the others. */
  isolate(id: NodeId): void {
    for (const other of this.options.nodes) if (other !== id) this.cut.add(`${id}>${other}`).add(`${other}>${id}`)
  }

  input(id: NodeId, ...inputs: Input<QuorumMessage>[]): void {
    const node = this.node(id)
    if (node.state) this.applyEffects(node, quorum.step(node.state, inputs, this.context()))
    this.deliverAll()
  }

  /** Asks the node; answers how to get the reply, undefined as long as there is none. */
  ask(id: NodeId, operation: Operation, policy?: string, token?: string): () => ClientReply | undefined {
    const request = ++this.requests
    const context = token === undefined ? {} : { context: { key: token } }
    this.input(id, { kind: 'request', request: { request, session: 'c', sequence: request, operation, policy, ...context } })
    return () => this.replies.get(request)
  }

  /** Lets time pass: timers fire in their order. */
  advance(ms: number): void {
    const until_us = this.now_us + ms * 1000
    for (;;) {
      const due = [...this.nodes.values()].flatMap(({ id, timers }) =>
        [...timers].map(([timer, at_us]) => ({ id, timer, at_us }))
      )
      const next = due.sort((a, b) => a.at_us - b.at_us)[0]
      if (next === undefined || next.at_us > until_us) break
      this.now_us = Math.max(this.now_us, next.at_us)
      this.node(next.id).timers.delete(next.timer)
      this.input(next.id, { kind: 'timer', timer: next.timer })
    }
    this.now_us = until_us
  }

  sync(id: NodeId): void {
    const node = this.node(id)
    for (const effect of node.unsynced) {
      if (effect.kind === 'append') node.records.push(structuredClone(effect.record))
      if (effect.kind === 'save-snapshot') Object.assign(node, { snapshot: structuredClone(effect.snapshot), records: [] })
    }
    node.unsynced = []
    for (const effect of node.held.splice(0)) this.release(node, effect)
    if (node.state)
      this.applyEffects(node, quorum.step(node.state, [{ kind: 'durable', records: node.appended }], this.context()))
  }

  private context(): { now_us: number; random: () => number } {
    return { now_us: this.now_us, random: () => 0 }
  }

  private deliverAll(): void {
    for (let next = this.in_flight.shift(); next; next = this.in_flight.shift()) {
      const { from, to, message } = next
      const is_lost = this.cut.has(`${from}>${to}`) || this.node(to).state === null
      this.messages.push(`${from}>${to} ${describeMessage(message)}${is_lost ? ' lost' : ''}`)
      const input = { kind: 'message', from, message: structuredClone(message) } as const
      if (!is_lost) this.applyEffects(this.node(to), quorum.step(this.state(to), [input], this.context()))
    }
  }

  private applyEffects(node: TestNode, effects: readonly QuorumEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case 'append':
        case 'save-snapshot':
          if (effect.kind === 'append') node.appended++
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
          break
        case 'send':
        case 'reply':
          if (effect.after === 'now') this.release(node, effect)
          else node.held.push(effect)
      }
    }
    if (!node.is_disk_slow && (node.unsynced.length > 0 || node.held.length > 0)) this.sync(node.id)
  }

  private release({ id }: TestNode, effect: QuorumEffect): void {
    if (effect.kind === 'send') this.in_flight.push({ from: id, to: effect.to, message: effect.message })
    if (effect.kind === 'reply') this.replies.set(effect.request, effect.reply)
  }

  private observe(event: ProtocolEvent): void {
    this.events.push(event)
    if (event.kind === 'note') this.notes.push(event.detail)
    this.judge(event)
  }

  private judge(event: EventBody): void {
    const stamped = { ...event, t: this.now_us, seq: ++this.seq } as LabEvent
    for (const invariant of this.invariants) {
      const violation = invariant.observe(stamped)
      if (violation) this.violations.push(`${invariant.name}: ${violation.text}`)
    }
  }
}
