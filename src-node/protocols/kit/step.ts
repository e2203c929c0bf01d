/** The one way in: every input goes to its handler, and what the step leaves to do is done once, after all of them. */
import type { NodeId } from '../../../src-shared/ids'
import type { ClientRequest, Context, Input } from '../contract'
import type { Core } from './core'
import { note } from './core'
import { readSwitches } from './settings'

/** What a protocol does about each kind of input. A kind without a handler is ignored. */
export interface Handlers<StepCore extends Core> {
  /** Also takes note of the time. */
  newCore(state: StepCore['state'], context: Context): StepCore
  /** The nodes whose messages count. */
  peers(state: StepCore['state']): { includes(node: NodeId): boolean }
  /** Whether a correct peer could have sent it. */
  isWellFormed(message: MessageOf<StepCore>, state: StepCore['state']): boolean
  /** A well-formed message of a peer. */
  onMessage(core: StepCore, from: NodeId, message: MessageOf<StepCore>): void
  /** By name. A timer that is set as `name:7` is handed 7. */
  readonly timers: Readonly<Record<TimerName<StepCore>, TimerHandler<StepCore>>>
  onRequest(core: StepCore, request: ClientRequest): void
  onDurable(core: StepCore, records: number): void
  onCommand?(core: StepCore, command: string, given: Readonly<Record<string, string | number | boolean>>): void
  onMembers?(core: StepCore, given: Extract<Input<MessageOf<StepCore>>, { readonly kind: 'members' }>): void
  onPeer?(core: StepCore, peer: NodeId, connected: boolean): void
  /** After all inputs. */
  finish(core: StepCore): void
}

type EffectOf<StepCore extends Core, Kind> = Extract<StepCore['effects'][number], { readonly kind: Kind }>
type MessageOf<StepCore extends Core> = EffectOf<StepCore, 'send'>['message']
type TimerName<StepCore extends Core> = BaseName<EffectOf<StepCore, 'set-timer'>['timer']>
type BaseName<Timer extends string> = Timer extends `${infer Base}:${number}` ? Base : Timer
type TimerHandler<StepCore> = (core: StepCore, id: number) => void

/** The `step` of a protocol with these handlers. */
export function createStep<StepCore extends Core>(handlers: Handlers<StepCore>) {
  return (state: StepCore['state'], inputs: readonly Input<MessageOf<StepCore>>[], context: Context): StepCore['effects'] => {
    const core = handlers.newCore(state, context)
    for (const input of inputs) onInput(handlers, core, input)
    handlers.finish(core)
    return core.effects
  }
}

function onInput<StepCore extends Core>(handlers: Handlers<StepCore>, core: StepCore, input: Input<MessageOf<StepCore>>): void {
  switch (input.kind) {
    case 'message':
      return onMessage(handlers, core, input.from, input.message)
    case 'timer':
      return onTimer(handlers.timers, core, input.timer)
    case 'request':
      return handlers.onRequest(core, input.request)
    case 'command':
      return handlers.onCommand?.(core, input.command, input.arguments)
    case 'durable':
      return handlers.onDurable(core, input.records)
    case 'switches':
      core.state.switches = readSwitches(input.switches)
      return
    case 'members':
      return handlers.onMembers?.(core, input)
    case 'peer':
      return handlers.onPeer?.(core, input.peer, input.connected)
  }
}

function onMessage<StepCore extends Core>(
  handlers: Handlers<StepCore>,
  core: StepCore,
  from: NodeId,
  message: MessageOf<StepCore>
): void {
  const { state } = core
  if (!handlers.peers(state).includes(from)) return
  if (handlers.isWellFormed(message, state)) return handlers.onMessage(core, from, message)
  note(core, 'bad-message', `${state.id} ignores a malformed message from ${from}`)
}

function onTimer<StepCore>(timers: Readonly<Record<string, TimerHandler<StepCore>>>, core: StepCore, timer: string): void {
  const [name, id] = timer.split(':') as [string, string?]
  timers[name]?.(core, Number(id))
}
