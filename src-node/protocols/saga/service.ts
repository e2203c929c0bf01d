/** What a service is asked for, by an orchestrator or by another service. */
import type { NodeId } from '../../../src-shared/ids'
import { send } from '../kit/core'
import { acknowledge, onCancel, onDo, onUndo } from './choreography'
import type { Core } from './core'
import { isChoreographed } from './core'
import { takeBack, takeStep } from './local'
import type { Cancel, Do, Undo } from './messages'
import { noteOldest } from './records'
import { stepNamed } from './state'
import type { SagaState } from './state'

export function onOrder(core: Core, from: NodeId, order: Do | Undo | Cancel): void {
  const { state } = core
  if (!isOwn(state, order)) return
  noteOldest(state, order.oldest)
  const is_late = order.number < state.oldest && !state.held.has(order.saga)
  if (isChoreographed(state)) {
    if (!is_late) onEvent(core, order)
    acknowledge(core, from, order)
  } else if (!is_late && from === state.topology.bookings) obey(core, from, order)
}

function isOwn({ steps, service }: SagaState, { type, step }: Do | Undo | Cancel): boolean {
  const own = stepNamed(steps, step)
  return own !== undefined && own.service === service && (type === 'do' || own.compensation !== null)
}

function onEvent(core: Core, order: Do | Undo | Cancel): void {
  switch (order.type) {
    case 'do':
      return onDo(core, order)
    case 'undo':
      return onUndo(core, order)
    case 'cancel':
      return onCancel(core, order)
  }
}

function obey(core: Core, from: NodeId, order: Do | Undo | Cancel): void {
  if (order.type === 'cancel') return
  const outcome = order.type === 'do' ? takeStep(core, order, NOTHING) : takeBack(core, order, NOTHING)
  send(core, from, { type: 'answer', saga: order.saga, step: order.step, ...outcome }, 'sync')
}

/** The orchestrator knows what comes next. */
const NOTHING = () => null
