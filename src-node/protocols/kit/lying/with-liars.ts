/** Members that lie, in a protocol made for nodes that crash. A liar's own state stays that of an honest node: it knows the truth. */
import type { NodeId } from '../../../../src-shared/ids'
import { BehaviourSet, LieTold } from '../../../../src-shared/protocols/lying/facts'
import { CRASH_BEHAVIOURS, describeWithLiars } from '../../../../src-shared/protocols/lying/with-liars'
import type { ClientReply, Effect, Input, Plain, Protocol, ProtocolMessage } from '../../contract'
import { amongHonest } from './among-honest'

/** What liars answer, all alike. */
export const NEVER_WRITTEN = 'never written'

/** A message with another value in it, and what it says instead. */
export interface Altered<Message> {
  readonly message: Message
  readonly n: number
  readonly what: string
}

/** How a protocol's members lie, and what still holds then. */
export interface Lying<Message> {
  /** What the liar tells some in place of the message; null: it carries no value. */
  alter(message: Message): Altered<Message> | null
  /** Invariants that speak of all nodes: nobody judges by them once one has lied. All others hold among those that never did. */
  readonly of_all: readonly string[]
}

type Behaviour = (typeof CRASH_BEHAVIOURS)[number]
type AnyEffect = Effect<ProtocolMessage, Plain, Plain>

interface Member {
  readonly id: NodeId
  /** Who is told another value. */
  readonly deceived: ReadonlySet<NodeId>
  readonly honest: unknown
  behaviour: Behaviour
}

export function withLiars<Message extends ProtocolMessage>(protocol: Protocol, lying: Lying<Message>): Protocol {
  const { alter, of_all } = lying as Lying<ProtocolMessage>
  const honestOf = (state: unknown) => (state as Member).honest
  return {
    ...protocol,
    description: describeWithLiars(protocol.description),
    boot(given, context) {
      const { state: honest, effects } = protocol.boot(given, context)
      const member: Member = { id: given.id, deceived: everySecond(given.nodes, given.id), honest, behaviour: 'honest' }
      const { lies = member.behaviour } = given.parameters
      return { state: member, effects: lies === member.behaviour ? effects : [...effects, ...behave(member, lies)] }
    },
    step(state, inputs, context) {
      const member = state as Member
      const commanded = inputs.filter(isLieCommand).flatMap(({ arguments: { how } }) => behave(member, how))
      const others = commanded.length === 0 ? inputs : inputs.filter((input) => !isLieCommand(input))
      const effects = protocol.step(member.honest, others, context)
      return member.behaviour === 'honest' && commanded.length === 0
        ? effects
        : [...commanded, ...distorted(member, effects, alter)]
    },
    sample: (state) => protocol.sample(honestOf(state)),
    describe: (state) => protocol.describe(honestOf(state)),
    mayStop: protocol.mayStop && ((state) => protocol.mayStop!(honestOf(state))),
    createInvariants: (...given) => amongHonest(protocol.createInvariants(...given), of_all)
  }
}

function isLieCommand(input: Input<ProtocolMessage>): input is Extract<Input<ProtocolMessage>, { readonly kind: 'command' }> {
  return input.kind === 'command' && input.command === 'lie'
}

/** Scenarios and commands are checked against the lies that there are. */
function behave(member: Member, how: unknown): AnyEffect[] {
  const behaviour = CRASH_BEHAVIOURS.find((one) => one === how)
  if (behaviour === undefined) return []
  member.behaviour = behaviour
  return [{ kind: 'emit', event: BehaviourSet.of(member.id, { behaviour }) }]
}

/** What the member does in place of what an honest one would. */
function distorted(member: Member, effects: readonly AnyEffect[], alter: Lying<ProtocolMessage>['alter']): AnyEffect[] {
  return effects.flatMap((effect) => {
    if (member.behaviour === 'equivocate' && effect.kind === 'send' && member.deceived.has(effect.to)) {
      const altered = alter(effect.message)
      if (altered === null) return [effect]
      const { message, n, what } = altered
      return [{ ...effect, message }, lieTold(member, effect.to, n, what)]
    }
    if (member.behaviour === 'answer-wrongly' && effect.kind === 'reply' && isRead(effect.reply)) {
      const reply = { ...effect.reply, result: { value: NEVER_WRITTEN } }
      return [{ ...effect, reply }, lieTold(member, null, null, 'a key has a value that nobody has written')]
    }
    return [effect]
  })
}

function isRead(reply: ClientReply): reply is Extract<ClientReply, { readonly status: 'ok' }> {
  return reply.status === 'ok' && reply.result.value !== undefined
}

function lieTold({ id, behaviour: lie }: Member, to: NodeId | null, n: number | null, what: string): AnyEffect {
  return { kind: 'emit', event: LieTold.of(id, { lie, to, n, what }) }
}

/** Every second one of the others. */
function everySecond(nodes: readonly NodeId[], self: NodeId): ReadonlySet<NodeId> {
  return new Set(nodes.filter((node) => node !== self).filter((_, at) => at % 2 === 1))
}
