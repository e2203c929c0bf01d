/** The one way in. Groups handle their inputs first; what they have answered and applied then lets this node answer clients. */
import { isWrite } from '../../../src-shared/operations'
import { VersionCommitted } from '../../../src-shared/protocols/spanner-kv/facts'
import type { NodeId } from '../../../src-shared/ids'
import type { ClientReply, ClientRequest, Context, Input } from '../contract'
import { note } from '../kit/core'
import { readSwitches } from '../kit/settings'
import { onAdvanceTimer } from './advances'
import type { Core } from './core'
import { isPast, newCore, reply, setTimer, tell } from './core'
import { host, machineOf } from './groups'
import { acceptRead, answerReads, onConfirmed } from './reads'
import { acceptSnapshot, answerSnapshots } from './snapshots'
import type { SpannerMessage } from './messages'
import { onTimeRequest, setReception } from './masters'
import type { SpannerEffect, SpannerState } from './state'
import { onPollTimer, onTimeAnswer } from './time-client'
import { trueTime } from './true-time'
import { isWellFormed } from './well-formed'
import { acceptWrite, answerWrites, onReplicated } from './writes'

/** A timestamp that may be past is looked at again after so long at most: the doubt about time may change. */
const DUE_US_MAX = 20_000

export function step(state: SpannerState, inputs: readonly Input<SpannerMessage>[], context: Context): SpannerEffect[] {
  const core = newCore(state, context, trueTime(state, context.now_us))
  for (const input of inputs) onInput(core, input)
  stepGroups(core)
  answerWrites(core)
  answerReads(core)
  answerSnapshots(core)
  setDueTimer(core)
  return core.effects
}

function onInput(core: Core, input: Input<SpannerMessage>): void {
  const { state } = core
  switch (input.kind) {
    case 'message':
      return receive(core, input.from, input.message)
    case 'timer':
      return onTimer(core, input)
    case 'request':
      return onRequest(core, input.request)
    case 'command':
      return onCommand(core, input)
    case 'switches':
      state.switches = readSwitches(input.switches)
      return toGroups(core, input)
    case 'durable':
    case 'peer':
      return toGroups(core, input)
    case 'members':
      // Who takes part is fixed.
      return
  }
}

function onTimer(core: Core, input: Extract<Input<SpannerMessage>, { kind: 'timer' }>): void {
  switch (input.timer) {
    case 'advance':
      return onAdvanceTimer(core)
    case 'poll':
      return onPollTimer(core)
    case 'due':
      return
    default:
      return toGroups(core, input)
  }
}

function toGroups(core: Core, input: Exclude<Input<SpannerMessage>, { kind: 'message' | 'request' }>): void {
  host.route(core, input)
}

function receive(core: Core, from: NodeId, message: SpannerMessage): void {
  const { id, nodes } = core.state
  if (!nodes.includes(from)) return
  if (!isWellFormed(message)) return note(core, 'bad-message', `${id} ignores a malformed message from ${from}`)
  switch (message.type) {
    case 'groups':
      return host.route(core, { kind: 'message', from, message })
    case 'time-request':
      return onTimeRequest(core, from, message)
    case 'time-answer':
      return onTimeAnswer(core, from, message)
  }
}

function onCommand(core: Core, input: Extract<Input<SpannerMessage>, { kind: 'command' }>): void {
  if (input.command === 'lose-reception' || input.command === 'regain-reception')
    return setReception(core, input.command === 'regain-reception')
  toGroups(core, input)
}

function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const { operation, policy } = request
  // Who keeps nothing sends clients to somebody who does.
  if (state.host.groups.size === 0) return reply(core, request.request, { status: 'redirect', leader: state.replicas[0] ?? null })
  if (isWrite(operation)) acceptWrite(core, request)
  else if (operation.f === 'gather' || policy === 'snapshot') acceptSnapshot(core, request)
  else acceptRead(core, request)
}

/** Groups handle what they have been handed; what they answer, this node may yet have to wait with. */
function stepGroups(core: Core): void {
  const stepped = host.stepWaiting(core, ({ request, reply }) => onGroupReply(core, request, reply))
  for (const group of stepped) tellApplied(core, group)
}

function onGroupReply(core: Core, request: number, answer: ClientReply): void {
  const { state } = core
  if (state.advances.open.delete(request)) return
  const write = state.writes.get(request)
  if (write !== undefined) return onReplicated(core, write, answer)
  const read = state.reads.get(request)
  if (read !== undefined) return onConfirmed(core, request, read, answer)
  reply(core, request, answer)
}

/** The leader tells of what is committed, in the name of its group. */
function tellApplied(core: Core, group: string): void {
  const { state } = core
  const hosted = state.host.groups.get(group)
  if (hosted === undefined) return
  const { told } = machineOf(hosted.state)
  if (hosted.state.leading !== null) for (const write of told) tell(core, group, VersionCommitted.of(state.id, write))
  told.length = 0
}

/** When the first of the timestamps that somebody waits for is past, should the doubt stay as wide as it is. */
function setDueTimer(core: Core): void {
  const { writes, held_reads, snapshots } = core.state
  let left_us = Infinity
  const wait = (at_us: number): void => {
    left_us = Math.min(
      left_us,
      core.interval === null || isPast(core, at_us) ? DUE_US_MAX : at_us + 1 - core.interval.earliest_us
    )
  }
  for (const { past_us, at_us } of writes.values()) if (past_us === null) wait(at_us)
  for (const { version_us } of held_reads) if (version_us !== null) wait(version_us)
  // Those that are past wait for the safe time, which messages bring, or for their end.
  for (const { at_us } of snapshots) wait(at_us)
  if (left_us < Infinity) setTimer(core, 'due', Math.min(DUE_US_MAX, left_us))
}
