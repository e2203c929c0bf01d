/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { send, setTimer } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { createStep } from '../kit/step'
import { onBreakerTimer } from './breaker'
import { onAddressKnown, onAnswer, onHedgeTimer, onResolveTimer, onRetryTimer, onTimeout } from './calls'
import type { Core } from './core'
import { newCore, snapshotIfDue } from './core'
import type { ServicesMessage } from './messages'
import { onPoint, onResolve } from './names'
import { onCall, onRequest, onWorkTimer } from './server'
import { isWellFormed } from './well-formed'

export const step = createStep<Core>({
  newCore,
  peers: ({ topology }) => topology.nodes,
  isWellFormed,
  onMessage,
  timers: {
    work: onWorkTimer,
    timeout: onTimeout,
    retry: onRetryTimer,
    hedge: onHedgeTimer,
    breaker: onBreakerTimer,
    resolve: onResolveTimer,
    bulk: sendBulk
  },
  onRequest,
  onDurable: emitDurable,
  onCommand: (core, command, given) => command === 'point' && onPoint(core, String(given['service']), String(given['node'])),
  finish: snapshotIfDue
})

function onMessage(core: Core, from: NodeId, message: ServicesMessage): void {
  switch (message.type) {
    case 'call':
      return onCall(core, from, message)
    case 'answer':
      return onAnswer(core, message)
    case 'resolve':
      return onResolve(core, from, message.service)
    case 'address':
      return onAddressKnown(core, message)
    case 'bulk':
      return
  }
}

/** What shares the link with calls. */
function sendBulk(core: Core): void {
  const { topology, next, settings } = core.state
  send(core, topology.members.get(next!)![0]!, { type: 'bulk', data: new Uint8Array(settings.bulk_kb * 1000) }, 'now')
  setTimer(core, 'bulk', settings.bulk_every_us)
}
