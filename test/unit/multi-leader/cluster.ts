/** A few cores and the messages between them, delivered by hand. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { Operation } from '../../../src-shared/operations'
import type { ParameterValue, Parameters } from '../../../src-shared/description/protocol-description'
import type { ClientReply, Input } from '../../../src-node/protocols/contract'
import { multiLeader } from '../../../src-node/protocols/multi-leader'
import type { MultiLeaderEffect } from '../../../src-node/protocols/multi-leader/core'
import type { MultiLeaderMessage } from '../../../src-node/protocols/multi-leader/messages'
import type { MultiLeaderRecord, MultiLeaderSnapshot, MultiLeaderState } from '../../../src-node/protocols/multi-leader/state'

export interface Envelope {
  readonly from: string
  readonly to: string
  readonly message: MultiLeaderMessage
}

interface Disk {
  snapshot: MultiLeaderSnapshot | null
  records: MultiLeaderRecord[]
}

interface Member extends Disk {
  state: MultiLeaderState
  appended: number
}

/** Multiples of it, modulo 1, differ and spread evenly. */
const GOLDEN = 0.618033988749895

/** Every step is on disk before its effects are let out. */
export class Cluster {
  readonly members = new Map<string, Member>()
  readonly replies: ClientReply[] = []
  readonly events: ProtocolEvent[] = []
  /** On their way, oldest first. */
  in_flight: Envelope[] = []
  now_us = 0
  private draws = 0
  private readonly generations = new Map<string, number>()

  constructor(
    private readonly nodes: readonly string[],
    private readonly given: Readonly<Record<string, ParameterValue>> = {},
    private readonly switches: readonly string[] = []
  ) {
    for (const id of nodes) this.start(id)
    this.deliverAll()
  }

  /** Boots the node with what its disk holds. */
  start(id: string): void {
    const disk = this.members.get(id)
    const recovered = { snapshot: disk?.snapshot ?? null, records: disk?.records ?? [] }
    const { state, effects } = multiLeader.boot(
      {
        id,
        nodes: this.nodes,
        generation: this.generations.get(id) ?? 0,
        parameters: this.parameters(),
        switches: this.switches,
        recovered
      },
      this.context()
    )
    const { snapshot, records } = recovered
    this.members.set(id, { state, snapshot, records: [...records], appended: 0 })
    this.applyEffects(id, effects)
  }

  /** A copy of what the node's disk holds. */
  backUp(id: string): Disk {
    const { snapshot, records } = this.members.get(id)!
    return { snapshot, records: [...records] }
  }

  /** Boots the node with another disk: an empty one, or an older copy. */
  replaceDisk(id: string, disk: Disk = { snapshot: null, records: [] }): void {
    Object.assign(this.members.get(id)!, disk)
    this.generations.set(id, (this.generations.get(id) ?? 0) + 1)
    this.start(id)
  }

  /** Asks the node; its answer is the newest of `replies`. */
  ask(id: string, operation: Operation, name = `c1:${this.replies.length + 1}`, policy?: string): ClientReply {
    const [session, sequence] = name.split(':') as [string, string]
    this.step(id, { kind: 'request', request: { request: 1, session, sequence: Number(sequence), operation, policy } })
    return this.replies.at(-1)!
  }

  /** Delivers everything, and what it leads to. */
  deliverAll(): void {
    while (this.in_flight.length > 0) this.deliver(this.in_flight.shift()!)
  }

  deliver({ from, to, message }: Envelope): void {
    this.step(to, { kind: 'message', from, message })
  }

  /** Takes messages between the two off the mail. */
  take(from: string, to: string): Envelope[] {
    const isMeant = (envelope: Envelope) => envelope.from === from && envelope.to === to
    const taken = this.in_flight.filter(isMeant)
    this.in_flight = this.in_flight.filter((envelope) => !isMeant(envelope))
    return taken
  }

  step(id: string, input: Input<MultiLeaderMessage>): void {
    const member = this.members.get(id)!
    this.applyEffects(id, multiLeader.step(member.state, [input], this.context()))
    this.applyEffects(id, multiLeader.step(member.state, [{ kind: 'durable', records: member.appended }], this.context()))
  }

  state(id: string): MultiLeaderState {
    return this.members.get(id)!.state
  }

  /** What the node answers to a read. */
  read(id: string, key: string): string | null | undefined {
    const reply = this.ask(id, { f: 'get', key }, 'reader:1', 'any-node')
    return reply.status === 'ok' ? reply.result.value : undefined
  }

  notes(topic: string): string[] {
    return this.events.flatMap((event) => (event.kind === 'note' && event.topic === topic ? [event.detail] : []))
  }

  private parameters(): Parameters {
    const described = Object.entries(multiLeader.description.parameters)
    return { ...Object.fromEntries(described.map(([name, parameter]) => [name, parameter.default])), ...this.given }
  }

  private context() {
    return { now_us: ++this.now_us, random: () => (++this.draws * GOLDEN) % 1 }
  }

  private applyEffects(id: string, effects: readonly MultiLeaderEffect[]): void {
    const member = this.members.get(id)!
    for (const effect of effects) {
      if (effect.kind === 'append') {
        member.records.push(effect.record)
        member.appended++
      } else if (effect.kind === 'save-snapshot') Object.assign(member, { snapshot: effect.snapshot, records: [] })
      else if (effect.kind === 'emit') this.events.push(effect.event)
      else if (effect.kind === 'reply') this.replies.push(effect.reply)
      else if (effect.kind === 'send') this.in_flight.push({ from: id, to: effect.to, message: effect.message })
    }
  }
}
