/** Boot and steps of a host: inputs go to their groups, and what the groups ask for is put together. */
import type { ProtocolEvent } from '../../../../src-shared/events'
import type { NodeId } from '../../../../src-shared/ids'
import type { After, Boot, ClientRequest, Context, Effect, Input, Plain, Protocol, ProtocolMessage } from '../../contract'
import { setBounded } from '../bounded'
import { fieldsOf, isListOf, isText } from '../well-formed'
import { groupOfKey } from './placement'
import type { GroupId, GroupsMessage, HostRecord, HostSnapshot, HostState, Part, Saved } from './state'
import { readTokens, REQUESTS_MAX, writeToken } from './tokens'
import { hand } from './waiting'
import type { Waiting } from './waiting'
import { recoverGroups, takeDurableGroups, wholeLogIfDue, writeFounders, writeRecord, writeSnapshot } from './storage'

/** Ends the group's name in the name of one of its timers. */
const TIMER_MARK = '/'

type HostEffect<M extends ProtocolMessage, R extends Plain, S extends Plain> = Effect<
  GroupsMessage<M>,
  HostRecord<R, S>,
  HostSnapshot<S>
>

type ReplyEffect = Extract<Effect<never, never, never>, { kind: 'reply' }>

/** Messages of one step to one peer that wait for the same. */
interface Outgoing<M> {
  readonly to: NodeId
  readonly after: After
  readonly parts: Part<M>[]
}

type HostBoot<R extends Plain, S extends Plain> = Boot<HostRecord<R, S>, HostSnapshot<S>>

/** Who takes part in a group, where that is not everybody. */
export type GroupNodes = Pick<HostBoot<Plain, Plain>, 'nodes' | 'initial_nodes'>

/** A step under way on a node that hosts groups. */
interface Hosting<State, M extends ProtocolMessage, R extends Plain, S extends Plain> {
  readonly state: { readonly host: HostState<State, R, S> }
  readonly waiting: Waiting<M>
}

interface HostingStep<State, M extends ProtocolMessage, R extends Plain, S extends Plain> extends Hosting<State, M, R, S> {
  readonly context: Context
  readonly effects: { push(effect: Exclude<HostEffect<M, R, S>, { kind: 'reply' }>): unknown }
}

/** What a group that came is told. */
interface Newcomer<State, M extends ProtocolMessage, R extends Plain, S extends Plain> {
  readonly group: GroupId
  readonly saved: Saved<R, S>
  readonly given: Omit<Boot<R, S>, 'recovered'>
  readonly step: HostStep<State, M, R, S>
}

/** Hosts the groups on one node. */
export class Host<State, M extends ProtocolMessage, R extends Plain, S extends Plain> {
  private readonly shared_timers: readonly string[]

  /** Groups may run different protocols that drivers need not tell apart: their shared timers are those of the first's. */
  constructor(
    private readonly protocolOf: (group: GroupId) => Protocol<State, M, R, S>,
    private readonly groups: readonly GroupId[]
  ) {
    this.shared_timers = protocolOf(groups[0] ?? '').shared_timers ?? []
  }

  /** `nodesOf`: who takes part in a group, as it began with `founders` if it came later; absent: everybody in all. */
  boot(
    given: HostBoot<R, S>,
    context: Context,
    groups: readonly GroupId[] = this.groups,
    nodesOf?: (group: GroupId, founders: readonly NodeId[] | undefined) => GroupNodes
  ): { state: HostState<State, R, S>; effects: HostEffect<M, R, S>[] } {
    const recovered = recoverGroups(groups, given.recovered.snapshot, given.recovered.records)
    const host: HostState<State, R, S> = { groups: new Map(), records: 0, appended: [], snapshots_in_log: 0, tokens: new Map() }
    const step = new HostStep<State, M, R, S>(host, this.shared_timers, context.now_us)
    for (const [group, saved] of recovered)
      this.bootGroup(host, { group, saved, given: { ...given, ...nodesOf?.(group, saved.founders) }, step }, context)
    return { state: host, effects: step.finish() }
  }

  /** A group comes while the node runs, and is there from now on. `given`: as of a node that starts. */
  add(
    host: HostState<State, R, S>,
    group: GroupId,
    given: Omit<Boot<R, S>, 'recovered'>,
    context: Context
  ): HostEffect<M, R, S>[] {
    const founders = given.initial_nodes ?? given.nodes
    const step = new HostStep<State, M, R, S>(host, this.shared_timers, context.now_us)
    const record = writeFounders(host, group, founders)
    this.bootGroup(host, { group, saved: { snapshot: null, records: [], founders }, given, step }, context)
    return [{ kind: 'append', record }, ...step.finish()]
  }

  private bootGroup(
    host: HostState<State, R, S>,
    { group, saved, given, step }: Newcomer<State, M, R, S>,
    context: Context
  ): void {
    const { snapshot, records } = saved
    const { state, effects } = this.protocolOf(group).boot({ ...given, recovered: { snapshot, records } }, context)
    host.groups.set(group, { state, records: 0, saved })
    step.take(group, effects)
  }

  step(host: HostState<State, R, S>, inputs: readonly Input<GroupsMessage<M>>[], context: Context): HostEffect<M, R, S>[] {
    const waiting: Waiting<M> = new Map()
    for (const input of inputs) this.route({ state: { host }, waiting }, input)
    return this.stepGroups(host, waiting, context)
  }

  /** Groups handle what they have been handed. What they answer goes to `onReply`, and all else that they ask for is asked for; answers which they were. */
  stepWaiting(core: HostingStep<State, M, R, S>, onReply: (answer: ReplyEffect) => void): GroupId[] {
    const { state, waiting, context, effects } = core
    if (waiting.size === 0) return []
    const inputs = new Map(waiting)
    waiting.clear()
    for (const effect of this.stepGroups(state.host, inputs, context)) {
      if (effect.kind === 'reply') onReply(effect)
      else effects.push(effect)
    }
    return [...inputs.keys()]
  }

  /** Each group handles its own inputs. */
  stepGroups(
    host: HostState<State, R, S>,
    waiting: ReadonlyMap<GroupId, readonly Input<M>[]>,
    context: Context
  ): HostEffect<M, R, S>[] {
    const step = new HostStep<State, M, R, S>(host, this.shared_timers, context.now_us)
    for (const [group, inputs] of waiting) {
      const hosted = host.groups.get(group)
      if (hosted !== undefined) step.take(group, this.protocolOf(group).step(hosted.state, inputs, context))
    }
    return step.finish()
  }

  /** The group is handed its own token alone; those of others wait for the reply. */
  private routeRequest(core: Hosting<State, M, R, S>, request: ClientRequest): void {
    const { host } = core.state
    const group = groupOfKey(this.groups, request.operation.key)
    if (request.context === undefined) return hand(core, group, { kind: 'request', request })
    const { context, ...asked } = request
    const brought = readTokens(context.session, this.groups)
    if (brought.size > 0) setBounded(host.tokens, request.request, brought, REQUESTS_MAX)
    const { session: _, ...others } = context
    const own = brought.get(group)
    hand(core, group, {
      kind: 'request',
      request: { ...asked, context: own === undefined ? others : { ...others, session: own } }
    })
  }

  /** Hands an input to the groups that it concerns. */
  route(core: Hosting<State, M, R, S>, input: Input<GroupsMessage<M>>): void {
    const { host } = core.state
    switch (input.kind) {
      case 'message':
        for (const [group, message] of partsOf<M>(input.message))
          hand(core, group, { kind: 'message', from: input.from, message })
        return
      case 'timer': {
        const mark = input.timer.indexOf(TIMER_MARK)
        return hand(core, input.timer.slice(0, mark), { kind: 'timer', timer: input.timer.slice(mark + 1) })
      }
      case 'request':
        return this.routeRequest(core, input.request)
      case 'durable':
        for (const [group, records] of takeDurableGroups(host, input.records)) hand(core, group, { kind: 'durable', records })
        return
      case 'command': {
        const { group, ...given } = input.arguments
        for (const name of group === undefined ? host.groups.keys() : [String(group)])
          hand(core, name, { ...input, arguments: given })
        return
      }
      case 'members':
      case 'switches':
      case 'peer':
        for (const group of host.groups.keys()) hand(core, group, input)
    }
  }
}

/** The reply with the token of the group put among those that the session brought along; as it is where it holds none. */
function replyWithTokens(
  { tokens }: Pick<HostState<unknown, Plain, Plain>, 'tokens'>,
  group: GroupId,
  effect: ReplyEffect
): ReplyEffect {
  const { request, reply } = effect
  const brought = tokens.get(request)
  tokens.delete(request)
  if (reply.status !== 'ok' || reply.context?.session === undefined) return effect
  const context = { ...reply.context, session: writeToken(brought, group, reply.context.session) }
  return { ...effect, reply: { ...reply, context } }
}

/** The parts of a message that may be one; what each says is for its group to check. */
function partsOf<M extends ProtocolMessage>(message: GroupsMessage<M>): readonly Part<M>[] {
  const { parts } = fieldsOf(message)
  const isPart = (part: unknown) => Array.isArray(part) && isText(part[0]) && isText(fieldsOf(part[1])['type'])
  return isListOf(parts, isPart) ? (parts as unknown as Part<M>[]) : []
}

/** One step under way: the groups' effects, put together. */
class HostStep<State, M extends ProtocolMessage, R extends Plain, S extends Plain> {
  private readonly effects: HostEffect<M, R, S>[] = []
  private readonly outgoing: Outgoing<M>[] = []

  constructor(
    private readonly host: HostState<State, R, S>,
    private readonly shared_timers: readonly string[],
    private readonly now_us: number
  ) {}

  take(group: GroupId, effects: readonly Effect<M, R, S>[]): void {
    for (const effect of effects) this.takeOne(group, effect)
  }

  /** One message to each peer stands for all that the groups say to it. */
  finish(): HostEffect<M, R, S>[] {
    let message: GroupsMessage<M> = { type: 'groups', parts: [] }
    for (const { to, after, parts } of this.outgoing) {
      // Peers that are told the same are sent the same message, which is then encoded once.
      if (!areSame(parts, message.parts)) message = { type: 'groups', parts }
      this.effects.push({ kind: 'send', to, message, after })
    }
    const whole = wholeLogIfDue(this.host)
    if (whole !== null) this.effects.push({ kind: 'save-snapshot', ...whole })
    return this.effects
  }

  private takeOne(group: GroupId, effect: Effect<M, R, S>): void {
    const { host, effects } = this
    switch (effect.kind) {
      case 'send':
        return this.gather(group, effect)
      case 'set-timer':
        effects.push({ kind: 'set-timer', timer: timerOf(group, effect.timer), delay_us: this.delayOf(effect) })
        return
      case 'clear-timer':
        effects.push({ kind: 'clear-timer', timer: timerOf(group, effect.timer) })
        return
      case 'append':
        effects.push({ kind: 'append', record: writeRecord(host, group, effect.record) })
        return
      case 'save-snapshot':
        effects.push({ kind: 'append', record: writeSnapshot(host, group, effect.snapshot, effect.records) })
        return
      case 'emit':
        effects.push({ kind: 'emit', event: ofGroup(effect.event, group) })
        return
      case 'reply':
        effects.push(replyWithTokens(host, group, effect))
    }
  }

  /** There are few peers: a list is searched faster than a key is made. */
  private gather(group: GroupId, { to, after, message }: Extract<Effect<M, R, S>, { kind: 'send' }>): void {
    for (const known of this.outgoing)
      if (known.to === to && known.after === after) return void known.parts.push([group, message])
    this.outgoing.push({ to, after, parts: [[group, message]] })
  }

  /** Shared timers are due at multiples of their delay: those of all groups together, after half the delay to one and a half of it. */
  private delayOf({ timer, delay_us }: { readonly timer: string; readonly delay_us: number }): number {
    if (!this.shared_timers.includes(timer)) return delay_us
    return Math.round((this.now_us + delay_us) / delay_us) * delay_us - this.now_us
  }
}

/** Facts are written out: of them there are many, and an event that is spread is far slower to make. */
function ofGroup(event: ProtocolEvent, group: GroupId): ProtocolEvent {
  if (event.kind !== 'fact') return { ...event, group }
  const { kind, fact, node, data } = event
  return { kind, fact, node, data, group }
}

function areSame<M>(parts: readonly Part<M>[], others: readonly Part<M>[]): boolean {
  return parts.length === others.length && parts.every((part, at) => part[0] === others[at]![0] && part[1] === others[at]![1])
}

function timerOf(group: GroupId, timer: string): string {
  return `${group}${TIMER_MARK}${timer}`
}
