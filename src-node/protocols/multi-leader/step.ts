/** The one way in: each input to a small function of its own; what the step took in is told and passed on at its end. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Input } from '../contract'
import type { Core, MultiLeaderEffect } from './core'
import { newCore, note } from './core'
import { onDurable, snapshotIfDue, emitUpdates } from './disk'
import { recordAppendTime } from '../replicated-log/lag'
import { onExchangeTimer, onHave, onPeer, onRetransmitTimer, sendUpdates, trim } from './exchange'
import { onUpdates } from './incoming-updates'
import type { MultiLeaderMessage } from './messages'
import { onRequest } from './requests'
import { readSwitches } from './settings'
import type { MultiLeaderState } from './state'
import { onStatePiece } from './state-receiving'
import { onStateReceived } from './state-sending'
import { isWellFormed } from './well-formed'

export function step(
  state: MultiLeaderState,
  inputs: readonly Input<MultiLeaderMessage>[],
  context: Context
): MultiLeaderEffect[] {
  const core = newCore(state, context)
  for (const input of inputs) onInput(core, input)
  recordAppendTime(state, state.log.base + state.log.updates.length, state.now_us)
  if (core.accepted_updates.length > 0 && state.settings.exchange_us === 0) sendUpdates(core)
  emitUpdates(core)
  trim(state)
  snapshotIfDue(core)
  return core.effects
}

function onInput(core: Core, input: Input<MultiLeaderMessage>): void {
  switch (input.kind) {
    case 'message':
      return onMessage(core, input.from, input.message)
    case 'timer':
      return input.timer === 'exchange' ? onExchangeTimer(core) : onRetransmitTimer(core)
    case 'request':
      return onRequest(core, input.request)
    case 'durable':
      return onDurable(core, input.records)
    case 'switches':
      core.state.switches = readSwitches(input.switches)
      return
    case 'peer':
      return onPeer(core, input.peer, input.connected)
    case 'command':
      return
  }
}

function onMessage(core: Core, from: NodeId, message: MultiLeaderMessage): void {
  const { id, nodes } = core.state
  if (!nodes.includes(from)) return
  if (!isWellFormed(message, nodes.length)) return note(core, 'bad-message', `${id} ignores a malformed message from ${from}`)
  switch (message.type) {
    case 'updates':
      return onUpdates(core, from, message.updates)
    case 'have':
      return onHave(core, from, message)
    case 'state':
      return onStatePiece(core, from, message)
    case 'state-received':
      return onStateReceived(core, from, message)
  }
}
