/** The learner: knows what is chosen. Whoever has had a value chosen tells all others until they acknowledge it. */
import type { NodeId } from '../../../src-shared/ids'
import type { Accepted } from '../../../src-shared/protocols/paxos/ballot'
import { ValueLearned } from '../../../src-shared/protocols/paxos/facts'
import { setBounded } from '../kit/bounded'
import { emitAfterLog } from '../kit/durable-events'
import { setTimer } from '../kit/core'
import { tell } from '../kit/own-messages'
import type { Core } from './core'
import { log } from './core'
import type { Learned } from './messages'
import { concludeAttempt } from './attempts'
import { registerOf } from './registers'

/** Keys whose value is told again at once. */
const UNTOLD_MAX = 1_024

/** Nothing that is chosen is ever another value: the log need not be awaited. */
export function learn(core: Core, key: string, chosen: Accepted): void {
  const { state } = core
  const register = registerOf(state, key)
  const is_news = register.chosen?.value !== chosen.value
  register.chosen ??= chosen
  if (is_news) {
    log(core, { kind: 'learn', key, chosen })
    emitAfterLog(core, ValueLearned.of(state.id, { key, ...chosen }))
  }
  concludeAttempt(core, key, register.chosen)
}

export function tellLearners(core: Core, key: string, chosen: Accepted): void {
  const { state } = core
  const others = state.nodes.filter((node) => node !== state.id)
  setBounded(state.untold, key, new Set(others), UNTOLD_MAX)
  for (const node of others) tell(core, node, { type: 'learned', key, ...chosen }, 'now')
}

export function onLearned(core: Core, from: NodeId, { key, ballot, value }: Learned): void {
  learn(core, key, { ballot, value })
  tell(core, from, { type: 'acknowledge', key }, 'now')
}

export function onAcknowledge({ state }: Core, from: NodeId, key: string): void {
  const untold = state.untold.get(key)
  untold?.delete(from)
  if (untold?.size === 0) state.untold.delete(key)
}

export function onResendTimer(core: Core): void {
  const { untold, registers, settings } = core.state
  for (const [key, nodes] of untold)
    for (const node of nodes) tell(core, node, { type: 'learned', key, ...registers.get(key)!.chosen! }, 'now')
  setTimer(core, 'resend', settings.resend_us)
}
