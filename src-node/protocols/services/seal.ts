/** A code over what a call asks. Philox under a secret key stands for a keyed hash here: enough for who does not have the key, and nothing for a real network. */
import { philox2x32 } from '../../../src-shared/network/draw'
import type { CallMessage } from './messages'

/** What the services share, and the relay does not use. */
const SECRET = 0x5eed_1e55

export function sealOf(call: Omit<CallMessage, 'seal' | 'type'>): number {
  const { request, span, caller, callee, account, amount, key } = call
  let code = 0
  for (const character of JSON.stringify([request, span, caller, callee, account, amount, key]))
    code = philox2x32(code, character.codePointAt(0)!, SECRET)[0]! >>> 0
  return code
}
