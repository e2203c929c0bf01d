/** One step under way, as every protocol has it, and the effects that it may ask for. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { After, ClientReply, Effect, Plain, ProtocolMessage } from '../contract'
import type { SwitchesOn } from './settings'

/** What every protocol's state has. */
export interface CoreState {
  readonly id: NodeId
  /** Deliberate bugs that are on. */
  switches: SwitchesOn
  readonly disk: Appended
}

/** What has been written, as far as it must be told from what is on disk. */
export interface Appended {
  /** Records appended to the write-ahead log since boot. */
  records: number
}

/** The state, what the step was handed, and the effects gathered so far. Protocols add what else a step keeps in mind. */
export interface Core<
  State extends CoreState = CoreState,
  Message extends ProtocolMessage = ProtocolMessage,
  LogRecord extends Plain = Plain,
  Snapshot extends Plain = Plain,
  Timer extends string = string
> {
  readonly state: State
  readonly random: () => number
  readonly effects: Effect<Message, LogRecord, Snapshot, Timer>[]
}

type Sending<Message extends ProtocolMessage> = { readonly effects: Effect<Message, Plain, Plain>[] }
type Writing<LogRecord extends Plain, Snapshot extends Plain> = {
  readonly state: Pick<CoreState, 'disk'>
  readonly effects: Effect<ProtocolMessage, LogRecord, Snapshot>[]
}
type Timing<Timer extends string> = { readonly effects: Effect<ProtocolMessage, Plain, Plain, Timer>[] }
type Telling = { readonly state: Pick<CoreState, 'id'>; readonly effects: Effect<ProtocolMessage, Plain, Plain>[] }

/** `sync` for whatever promises something that must survive a crash, `now` for the rest. */
export function send<Message extends ProtocolMessage>(
  core: Sending<Message>,
  to: NodeId,
  message: NoInfer<Message>,
  after: After
): void {
  core.effects.push({ kind: 'send', to, message, after })
}

/** Answers a client. `now` where what is answered is on disk already, or promises nothing. */
export function reply(core: Pick<Core, 'effects'>, request: number, answer: ClientReply, after: After = 'now'): void {
  core.effects.push({ kind: 'reply', request, reply: answer, after })
}

export function setTimer<Timer extends string>(core: Timing<Timer>, timer: NoInfer<Timer>, delay_us: number): void {
  core.effects.push({ kind: 'set-timer', timer, delay_us })
}

export function clearTimer<Timer extends string>(core: Timing<Timer>, timer: NoInfer<Timer>): void {
  core.effects.push({ kind: 'clear-timer', timer })
}

/** One more record of the write-ahead log. */
export function append<LogRecord extends Plain>(core: Writing<LogRecord, Plain>, record: NoInfer<LogRecord>): void {
  core.effects.push({ kind: 'append', record })
  core.state.disk.records++
}

/** The snapshot and these records replace the log. */
export function saveSnapshot<LogRecord extends Plain, Snapshot extends Plain>(
  core: Writing<LogRecord, Snapshot>,
  snapshot: NoInfer<Snapshot>,
  records: readonly NoInfer<LogRecord>[]
): void {
  core.effects.push({ kind: 'save-snapshot', snapshot, records })
}

export function emit(core: Pick<Core, 'effects'>, event: ProtocolEvent): void {
  core.effects.push({ kind: 'emit', event })
}

/** A sentence for people, filed under a topic. */
export function note(core: Telling, topic: string, detail: string): void {
  emit(core, { kind: 'note', node: core.state.id, topic, detail })
}
