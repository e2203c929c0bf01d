/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { reply } from '../kit/core'
import { createStep } from '../kit/step'
import type { Core } from './core'
import { newCore } from './core'
import { onExpire } from './expiry'
import { onHeartbeat, onHeartbeatTimer, onSilence } from './heartbeats'
import { leaveOrStay } from './leaving'
import { onJoinTimer, onReconnectTimer, onSync, onSyncAnswer, onSyncTimer } from './lists'
import type { MembershipMessage } from './messages'
import { newsOf } from './news'
import { onAck, onAskOthers, onNack, onPeriod, onPing, onPingRequest, onRelayTimer } from './probes'
import { hear } from './views'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ addresses }) => addresses,
  isWellFormed,
  onMessage,
  timers: {
    join: onJoinTimer,
    probe: onPeriod,
    'ask-others': onAskOthers,
    relay: onRelayTimer,
    expire: onExpire,
    sync: onSyncTimer,
    reconnect: onReconnectTimer,
    heartbeat: onHeartbeatTimer,
    silence: (core, number) => onSilence(core, number, 'timeout'),
    surprise: (core, number) => onSilence(core, number, 'phi')
  },
  onRequest: (core, { request }) => reply(core, request, { status: 'rejected', error: 'membership serves no clients' }),
  onDurable: () => {},
  onMembers(core, { members, ever }) {
    core.state.addresses = ever
    leaveOrStay(core, members)
  },
  finish: () => {}
})

function onMessage(core: Core, from: NodeId, message: MembershipMessage): void {
  raiseForOther(core, from)
  if ('news' in message) for (const news of message.news) hear(core, news)
  switch (message.type) {
    case 'ping':
      return onPing(core, from, message)
    case 'ping-request':
      return onPingRequest(core, from, message)
    case 'ack':
      return onAck(core, message)
    case 'nack':
      return onNack(core, message)
    case 'sync':
      return onSync(core, from, message)
    case 'sync-answer':
      return onSyncAnswer(core, from, message)
    case 'heartbeat':
      return onHeartbeat(core, from)
  }
}

/** A deliberate bug: who hears a suspect declares it alive in its name. */
function raiseForOther(core: Core, from: NodeId): void {
  const member = core.state.members.get(from)
  if (core.state.switches['others-raise-incarnation'] && member?.status === 'suspect')
    hear(core, newsOf({ ...member, status: 'alive', incarnation: member.incarnation + 1 }))
}
