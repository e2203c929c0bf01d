/** Pure cores, an in-memory network and disks that forget what was not synced: all under a test's control. */
import type { NodeId } from '../../../src-shared/ids'
import type { LabEvent, EventBody } from '../../../src-shared/events'
import type { Operation } from '../../../src-shared/operations'
import type { Parameters, ParameterValue } from '../../../src-shared/description/protocol-description'
import type { ClientReply, ClientRequest, Input, LiveInvariant } from '../../../src-node/protocols/contract'
import { leaderFollower } from '../../../src-node/protocols/leader-follower'
import type { NodeEffect } from '../../../src-node/protocols/leader-follower/core'
import type { NodeMessage } from '../../../src-node/protocols/leader-follower/messages'
import type { NodeRecord, NodeState, SavedSnapshot } from '../../../src-node/protocols/leader-follower/state'

interface Disk {
  snapshot: SavedSnapshot | null
  records: NodeRecord[]
}

interface TestNode {
  readonly id: NodeId
  /** null while down. */
  state: NodeState | null
  disk: Disk
  generation: number
  unsynced: Extract<NodeEffect, { kind: 'append' | 'save-snapshot' }>[]
  held: Extract<NodeEffect, { kind: 'send' | 'reply' }>[]
  appended: number
  timers: Map<string, number>
  /** Nothing is synced until asked. */
  slow: boolean
}

/** Scrambled messages that arrive at a time; those beyond are lost. */
const SCRAMBLED_MAX = 60

export class TestCluster {
  now_us = 0
  readonly events: LabEvent[] = []
  readonly found: string[] = []
  private readonly replies = new Map<number, ClientReply>()
  private readonly nodes = new Map<NodeId, TestNode>()
  private readonly cut = new Set<string>()
  private network: { from: NodeId; to: NodeId; message: NodeMessage }[] = []
  private readonly invariants: LiveInvariant[]
  private readonly parameters: Parameters
  private requests = 0
  private allowed = Infinity
  private random: (() => number) | null = null

  constructor(
    names: readonly NodeId[],
    parameters: Readonly<Record<string, ParameterValue>> = {},
    private readonly switches: readonly string[] = []
  ) {
    const described = Object.entries(leaderFollower.description.parameters)
    this.parameters = { ...Object.fromEntries(described.map(([name, { default: value }]) => [name, value])), ...parameters }
    this.invariants = leaderFollower.createInvariants(names, this.parameters)
    for (const id of names) {
      const disk = { snapshot: null, records: [] }
      this.nodes.set(id, {
        id,
        state: null,
        disk,
        generation: 0,
        unsynced: [],
        held: [],
        appended: 0,
        timers: new Map(),
        slow: false
      })
    }
    for (const id of names) this.start(id)
    this.settle()
  }

  state(id: NodeId): NodeState {
    return this.nodes.get(id)!.state!
  }

  start(id: NodeId): void {
    const node = this.nodes.get(id)!
    this.observe({ kind: 'node-started', node: id, boot: 1, pid: 1, generation: node.generation })
    const nodes = [...this.nodes.keys()]
    const { parameters, switches } = this
    const { state, effects } = leaderFollower.boot(
      { id, generation: node.generation, nodes, parameters, switches, recovered: structuredClone(node.disk) },
      this.context()
    )
    Object.assign(node, { state, appended: 0 })
    this.applyEffects(node, effects)
    this.settle()
  }

  crash(id: NodeId): void {
    Object.assign(this.nodes.get(id)!, { state: null, unsynced: [], held: [], timers: new Map() })
    this.observe({ kind: 'node-exited', node: id, boot: 1, reason: 'crashed', code: null, signal: 'SIGKILL', output: [] })
  }

  /** What its disk holds now, to be restored later. */
  backup(id: NodeId): Disk {
    return structuredClone(this.nodes.get(id)!.disk)
  }

  /** The node crashes and comes back with another disk: an empty one, or an older copy of its own. */
  replaceDisk(id: NodeId, disk: Disk = { snapshot: null, records: [] }): void {
    this.crash(id)
    const node = this.nodes.get(id)!
    node.disk = disk
    node.generation++
    this.start(id)
  }

  slowDisk(id: NodeId, slow = true): void {
    this.nodes.get(id)!.slow = slow
  }

  isolate(id: NodeId): void {
    for (const other of this.nodes.keys()) this.cut.add(`${id}>${other}`).add(`${other}>${id}`)
  }

  heal(): void {
    this.cut.clear()
  }

  /** The answer to an operation; undefined: none yet. */
  ask(node: NodeId, operation: Operation, more: Partial<ClientRequest> = {}): () => ClientReply | undefined {
    const request = ++this.requests
    const session = `c${request}`
    this.observe({ kind: 'invoke', client: session, op: 1, operation })
    this.input(node, { kind: 'request', request: { request, session, sequence: 1, operation, ...more } })
    this.settle()
    return () => this.replies.get(request)
  }

  put(node: NodeId, key: string, value: string): () => ClientReply | undefined {
    return this.ask(node, { f: 'put', key, value })
  }

  command(node: NodeId, command: string): void {
    this.input(node, { kind: 'command', command, arguments: {} })
    this.settle()
  }

  /** Lets time pass: timers fire, messages arrive at once. */
  advance(ms: number): void {
    const end_us = this.now_us + ms * 1000
    for (;;) {
      const due = [...this.nodes.values()].flatMap((node) => [...node.timers].map(([timer, at]) => ({ node, timer, at })))
      const next = due.sort((one, other) => one.at - other.at)[0]
      if (next === undefined || next.at > end_us) break
      this.now_us = Math.max(this.now_us, next.at)
      next.node.timers.delete(next.timer)
      this.input(next.node.id, { kind: 'timer', timer: next.timer })
      this.settle()
    }
    this.now_us = end_us
    for (const { id, state } of this.nodes.values()) if (state) this.observe({ kind: 'sample', node: id, values: {} })
  }

  notes(topic: string): string[] {
    return this.events.flatMap((event) => (event.kind === 'note' && event.topic === topic ? [event.detail] : []))
  }

  /** So many more messages arrive; the others are lost. */
  allowMessages(count: number): void {
    this.allowed = count
    this.advance(count === Infinity ? 0 : 200)
  }

  /** From now on messages arrive in any order, and one in five twice or not at all; null: as sent. */
  scramble(random: (() => number) | null): void {
    this.random = random
  }

  private settle(): void {
    let left = this.random === null ? Infinity : SCRAMBLED_MAX
    for (let next = this.take(); next; next = this.take()) {
      if (this.allowed-- <= 0 || left-- <= 0) continue
      const { from, to, message } = next
      if (!this.cut.has(`${from}>${to}`)) this.input(to, { kind: 'message', from, message: structuredClone(message) })
    }
  }

  private take(): { from: NodeId; to: NodeId; message: NodeMessage } | undefined {
    const { random, network } = this
    if (random === null || network.length === 0) return network.shift()
    const at = Math.floor(random() * network.length)
    const chance = random()
    const [taken] = chance < 0.2 ? [network[at]!] : network.splice(at, 1)
    return chance < 0.4 && chance >= 0.2 ? this.take() : taken
  }

  private input(id: NodeId, input: Input<NodeMessage>): void {
    const node = this.nodes.get(id)!
    if (node.state) this.applyEffects(node, leaderFollower.step(node.state, [input], this.context()))
  }

  private context() {
    return { now_us: this.now_us, random: () => 0 }
  }

  private applyEffects(node: TestNode, effects: readonly NodeEffect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'append' || effect.kind === 'save-snapshot') node.unsynced.push(effect)
      else if (effect.kind === 'set-timer') node.timers.set(effect.timer, this.now_us + effect.delay_us)
      else if (effect.kind === 'clear-timer') node.timers.delete(effect.timer)
      else if (effect.kind === 'emit') this.observe(effect.event)
      else if (effect.after === 'now') this.release(node, effect)
      else node.held.push(effect)
      if (effect.kind === 'append') node.appended++
    }
    if (!node.slow && node.unsynced.length + node.held.length > 0) this.sync(node)
  }

  private sync(node: TestNode): void {
    const { unsynced, held } = node
    Object.assign(node, { unsynced: [], held: [] })
    for (const effect of structuredClone(unsynced)) {
      if (effect.kind === 'append') node.disk.records.push(effect.record)
      else node.disk = { snapshot: effect.snapshot, records: [...effect.records] }
    }
    if (unsynced.some(({ kind }) => kind === 'append')) this.input(node.id, { kind: 'durable', records: node.appended })
    for (const effect of held) this.release(node, effect)
  }

  private release(node: TestNode, effect: Extract<NodeEffect, { kind: 'send' | 'reply' }>): void {
    if (effect.kind === 'send') this.network.push({ from: node.id, to: effect.to, message: effect.message })
    else {
      this.replies.set(effect.request, effect.reply)
      if (effect.reply.status === 'ok')
        this.observe({ kind: 'ok', client: `c${effect.request}`, op: 1, result: {}, latency_us: 0, node: node.id })
    }
  }

  private observe(event: EventBody): void {
    const stamped: LabEvent = { ...event, t: this.now_us, seq: this.events.length + 1 }
    this.events.push(stamped)
    for (const invariant of this.invariants) {
      const finding = invariant.observe(stamped)
      if (finding) this.found.push('lost' in finding ? `lost ${finding.lost.join(' ')}` : `${invariant.name}: ${finding.text}`)
    }
  }
}
