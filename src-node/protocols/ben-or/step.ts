/** The one way in: each input to a small function of its own. */
import type { NodeId } from '../../../src-shared/ids'
import { reply } from '../kit/core'
import { emitDurable } from '../kit/durable-events'
import { hearOwn, releaseOwn } from '../kit/own-messages'
import { createStep } from '../kit/step'
import type { Core } from './core'
import { newCore, snapshotIfDue } from './core'
import { onDecided, onRepeat, onRepeatTimer, tellIfDecided } from './decisions'
import type { BenOrMessage, Proposal, Report } from './messages'
import { beginInstance, hear } from './rounds'
import { isWellFormed } from './well-formed'

/** Messages of the next instance that are remembered; whoever needs one that was not asks for it. */
const EARLY_MAX = 256

export const step = createStep<Core>({
  newCore,
  peers: ({ nodes }) => nodes,
  isWellFormed: (message) => isWellFormed(message),
  onMessage,
  timers: { next: beginInstance, repeat: onRepeatTimer },
  onRequest: (core, { request }) => reply(core, request, { status: 'rejected', error: 'Ben-Or serves no clients' }),
  onDurable(core, records) {
    emitDurable(core, records)
    releaseOwn(core, records)
  },
  finish(core) {
    hearOwn(core, onMessage)
    snapshotIfDue(core)
  }
})

function onMessage(core: Core, from: NodeId, message: BenOrMessage): void {
  switch (message.type) {
    case 'report':
    case 'proposal':
      return onWord(core, from, message)
    case 'decided':
      return onDecided(core, from, message)
    case 'repeat':
      return onRepeat(core, from, message)
  }
}

function onWord(core: Core, from: NodeId, message: Report | Proposal): void {
  const { decisions, round, early, takes_part } = core.state
  if (tellIfDecided(core, from, message.instance)) return
  if (round !== null) return hear(core, from, message)
  if (takes_part && message.instance === decisions.length + 1 && early.length < EARLY_MAX) early.push({ from, message })
}
