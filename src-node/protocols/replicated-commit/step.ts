/** The one way in. Groups handle their inputs; what they have applied then moves transactions on, and so do answers to oneself. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Input } from '../contract'
import { note, setTimer } from '../kit/core'
import { readSwitches } from '../kit/settings'
import { onApplied, onProposalAnswered } from './applied'
import type { Core } from './core'
import { newCore } from './core'
import { onDecision, onVote } from './commit'
import { onRefuse, onRequest, onStepDone, resendOpen, setThinkTimer } from './gateway'
import { host, machineOf } from './groups'
import { refreshLed } from './led'
import type { CommitMessage, TransactionMessage } from './messages'
import { askAgain, onOutcome, onPrepare } from './participant'
import { onAcknowledge, onAsk, onDecide, tellAgain } from './records'
import { endSilent, onStep } from './steps'
import type { CommitEffect, CommitState } from './state'
import { isWellFormed } from './well-formed'

export function step(state: CommitState, inputs: readonly Input<CommitMessage>[], context: Context): CommitEffect[] {
  const core = newCore(state, context)
  for (const input of inputs) onInput(core, input)
  do {
    for (const message of core.local.splice(0)) onMessage(core, state.id, message)
    stepGroups(core)
  } while (core.local.length > 0 || core.waiting.size > 0)
  setThinkTimer(core)
  return core.effects
}

function onInput(core: Core, input: Input<CommitMessage>): void {
  const { state } = core
  switch (input.kind) {
    case 'message':
      return receive(core, input.from, input.message)
    case 'timer':
      return onTimer(core, input)
    case 'request':
      return onRequest(core, input.request)
    case 'switches':
      state.switches = readSwitches(input.switches)
      return toGroups(core, input)
    case 'command':
    case 'durable':
    case 'peer':
      return toGroups(core, input)
    case 'members':
      // Who takes part is fixed.
      return
  }
}

function onTimer(core: Core, input: Extract<Input<CommitMessage>, { kind: 'timer' }>): void {
  switch (input.timer) {
    case 'retry':
      return onRetryTimer(core)
    case 'think':
      return resendOpen(core, 'thinking')
    default:
      return toGroups(core, input)
  }
}

function onRetryTimer(core: Core): void {
  resendOpen(core, 'all')
  endSilent(core)
  askAgain(core)
  tellAgain(core)
  setTimer(core, 'retry', core.state.settings.retry_us)
}

function toGroups(core: Core, input: Exclude<Input<CommitMessage>, { kind: 'request' }>): void {
  if (input.kind === 'message' && input.message.type !== 'groups') return
  host.route(core, input as Parameters<typeof host.route>[1])
}

function receive(core: Core, from: NodeId, message: CommitMessage): void {
  const { id, nodes } = core.state
  if (!nodes.includes(from)) return
  if (!isWellFormed(message)) return note(core, 'bad-message', `${id} ignores a malformed message from ${from}`)
  if (message.type === 'groups') return toGroups(core, { kind: 'message', from, message })
  onMessage(core, from, message)
}

function onMessage(core: Core, from: NodeId, message: TransactionMessage): void {
  if ('group' in message && !core.state.groups.includes(message.group)) return
  switch (message.type) {
    case 'step':
      return onStep(core, from, message)
    case 'step-done':
      return onStepDone(core, message)
    case 'refuse':
      return onRefuse(core, message)
    case 'prepare':
      return onPrepare(core, from, message)
    case 'vote':
      return onVote(core, message)
    case 'decide':
      return onDecide(core, from, message)
    case 'decision':
      return onDecision(core, message)
    case 'ask':
      return onAsk(core, message)
    case 'outcome':
      return onOutcome(core, message)
    case 'acknowledge':
      return onAcknowledge(core, message)
  }
}

/** Groups handle what they have been handed. What they have applied is acted on by whoever led them then. */
function stepGroups(core: Core): void {
  const { state } = core
  for (const group of host.stepWaiting(core, ({ request, reply }) => onProposalAnswered(core, request, reply))) {
    if (!state.groups.includes(group)) continue
    const machine = machineOf(state, group)
    for (const applied of machine.told) onApplied(core, group, applied)
    machine.told = []
    refreshLed(core, group)
  }
}
