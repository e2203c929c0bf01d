/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { reply } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import { onDifference, onDiffers, onStamps, onSummary, onWhole, take } from './anti-entropy'
import type { Core } from './core'
import { newCore, snapshotIfDue } from './core'
import { announceState } from './finish'
import type { GossipMessage } from './messages'
import { exchange, onConnect, onRefused, onRoundTimer } from './rounds'
import { searchable } from './sites'
import { onFeedback, onRumours } from './rumours'
import { onCommand, onUpdateTimer } from './updates'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => searchable(nodes),
  isWellFormed: (message) => isWellFormed(message),
  onMessage,
  timers: { round: onRoundTimer, update: onUpdateTimer },
  onRequest: (core, { request }) => reply(core, request, { status: 'rejected', error: 'gossip serves no clients' }),
  onCommand,
  onMembers({ state }, { members }) {
    state.nodes = members
    state.place = members.indexOf(state.id)
  },
  onDurable(core, records) {
    core.state.disk.durable = records
    emitDurable(core, records)
  },
  finish(core) {
    announceState(core)
    snapshotIfDue(core)
  }
})

function onMessage(core: Core, from: NodeId, message: GossipMessage): void {
  switch (message.type) {
    case 'connect':
      return onConnect(core, from)
    case 'accepted':
      return exchange(core, from)
    case 'refused':
      return onRefused(core)
    case 'rumours':
      return onRumours(core, from, message)
    case 'feedback':
      return onFeedback(core, message)
    case 'summary':
      return onSummary(core, from, message)
    case 'differs':
      return onDiffers(core, from, message)
    case 'whole':
      return onWhole(core, from, message)
    case 'stamps':
      return onStamps(core, from, message)
    case 'difference':
      return onDifference(core, from, message)
    case 'items':
      return take(core, from, message.items)
  }
}
