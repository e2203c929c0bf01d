/** A node that plays several parts speaks to itself as to others. */
import type { NodeId } from '../../../src-shared/ids'
import type { After, ProtocolMessage } from '../contract'
import type { Appended, Core } from './core'
import { send } from './core'
import { takeDurable } from './durable-events'

export interface OwnMessages<Message> extends Appended {
  /** Records of this boot that are on disk. */
  durable: number
  /** What it says to itself once so many records are on disk; oldest first. */
  own_messages: { readonly records: number; readonly message: Message }[]
}

type SpeakingCore<Message extends ProtocolMessage> = Pick<Core<Core['state'], Message>, 'effects'> & {
  readonly state: { readonly id: NodeId; readonly disk: OwnMessages<Message> }
  /** What the node has to tell itself within this step. */
  readonly own: Message[]
}

/** To another node, or to this one: what must be on disk first is heard by it no sooner than by others. */
export function tell<Message extends ProtocolMessage>(
  core: SpeakingCore<Message>,
  to: NodeId,
  message: NoInfer<Message>,
  after: After
): void {
  const { id, disk } = core.state
  if (to !== id) send(core, to, message, after)
  else if (after === 'now' || disk.durable === disk.records) core.own.push(message)
  else disk.own_messages.push({ records: disk.records, message })
}

/** Hands the node what it has to tell itself, until nothing is left. */
export function hearOwn<Message extends ProtocolMessage, StepCore extends SpeakingCore<Message>>(
  core: StepCore & SpeakingCore<Message>,
  onMessage: (core: StepCore, from: NodeId, message: Message) => void
): void {
  for (let message = core.own.shift(); message !== undefined; message = core.own.shift()) onMessage(core, core.state.id, message)
}

/** So many records are on disk: what waited for that is heard in this step. */
export function releaseOwn<Message extends ProtocolMessage>(core: SpeakingCore<Message>, records: number): void {
  const { disk } = core.state
  disk.durable = records
  for (const { message } of takeDurable(disk.own_messages, records)) core.own.push(message)
}
