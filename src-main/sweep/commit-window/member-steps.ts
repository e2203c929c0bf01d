/** What each node does in a run, as an observer of its protocol sees it: its forced writes and what it sends. */
import type { EndpointId, NodeId } from '../../../src-shared/ids'
import type { Effect, Input, Plain, Protocol, ProtocolMessage } from '../../../src-node/protocols/contract'

/** One forced write, or all that leaves for one receiver at once: messages of one moment go in one write to its socket. */
export interface MemberStep {
  readonly member: NodeId
  readonly kind: 'write' | 'send'
  /** Names of the records or messages. */
  readonly parts: string[]
  /** null of a write. */
  readonly to: EndpointId | null
  /** A write that began is lost in a crash until it is done. */
  readonly begun_us: number
  readonly done_us: number
}

/** What waits for the disk. */
interface Held {
  /** Records that must be there first. */
  readonly needs: number
  readonly part: string
  readonly to: EndpointId | null
  readonly begun_us: number
}

interface Observed {
  readonly node: NodeId
  appended: number
  held: Held[]
}

type AnyEffect = Effect<ProtocolMessage, Plain, Plain>

/** The same protocol, and the steps of all nodes while it runs, in their order. `client`: the only one, which all answers are for. */
export function observeSteps(
  protocol: Protocol,
  client: EndpointId
): { readonly protocol: Protocol; readonly steps: readonly MemberStep[] } {
  const observer = new StepObserver(client)
  return {
    steps: observer.steps,
    protocol: {
      ...protocol,
      boot(boot, context) {
        const booted = protocol.boot(boot, context)
        observer.booted(booted.state as object, boot.id)
        observer.stepped(booted.state as object, [], booted.effects, context.now_us)
        return booted
      },
      step(state, inputs, context) {
        const effects = protocol.step(state, inputs, context)
        observer.stepped(state as object, inputs, effects, context.now_us)
        return effects
      }
    }
  }
}

class StepObserver {
  readonly steps: MemberStep[] = []
  private readonly nodes = new WeakMap<object, Observed>()

  constructor(private readonly client: EndpointId) {}

  booted(state: object, node: NodeId): void {
    this.nodes.set(state, { node, appended: 0, held: [] })
  }

  stepped(state: object, inputs: readonly Input<ProtocolMessage>[], effects: readonly AnyEffect[], now_us: number): void {
    const observed = this.nodes.get(state)!
    for (const input of inputs) if (input.kind === 'durable') this.durable(observed, input.records, now_us)
    const records = effects.flatMap((effect) => (effect.kind === 'append' ? [nameOf(effect.record)] : []))
    for (const part of records) observed.held.push({ needs: ++observed.appended, part, to: null, begun_us: now_us })
    for (const effect of effects) {
      if (effect.kind !== 'send' && effect.kind !== 'reply') continue
      const to = effect.kind === 'send' ? effect.to : this.client
      const part = effect.kind === 'send' ? effect.message.type : 'answer'
      if (effect.after === 'now' || observed.held.length === 0) this.done(observed.node, { part, to, begun_us: now_us }, now_us)
      else observed.held.push({ needs: observed.appended, part, to, begun_us: now_us })
    }
  }

  private durable(observed: Observed, records: number, now_us: number): void {
    const due = observed.held.filter(({ needs }) => needs <= records)
    observed.held = observed.held.filter(({ needs }) => needs > records)
    for (const one of due.filter(({ to }) => to === null)) this.done(observed.node, one, now_us)
    for (const one of due.filter(({ to }) => to !== null)) this.done(observed.node, one, now_us)
  }

  private done(member: NodeId, { part, to, begun_us }: Omit<Held, 'needs'>, done_us: number): void {
    const same = this.steps.find((step) => step.member === member && step.to === to && step.done_us === done_us)
    if (same) same.parts.push(part)
    else this.steps.push({ member, kind: to === null ? 'write' : 'send', parts: [part], to, begun_us, done_us })
  }
}

function nameOf(record: Plain): string {
  return (record as { readonly kind: string }).kind
}
