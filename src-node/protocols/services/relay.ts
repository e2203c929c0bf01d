/** A relay passes calls on. One that alters them makes frames that are whole: their checksum is its own. */
import { Altered } from '../../../src-shared/protocols/services/facts'
import { emit, send } from '../kit/core'
import type { Core } from './core'
import type { CallMessage } from './messages'

/** An altered payment is so many times what it was. */
const TIMES = 100

export function passOn(core: Core, call: CallMessage): void {
  const { state, random } = core
  const { request, amount, callee } = call
  if (amount === null || random() * 100 >= state.settings.alter_percent) return send(core, callee, call, 'now')
  const altered_to = amount * TIMES
  emit(core, Altered.of(state.id, { request, amount, altered_to }))
  send(core, callee, { ...call, amount: altered_to }, 'now')
}
