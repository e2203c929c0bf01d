/** What clients are told. */
import type { Operation } from '../../../../src-shared/operations'
import type { ClientReply } from '../../contract'
import { reply } from '../../kit/core'
import { NEVER_WRITTEN } from '../../kit/lying/with-liars'
import type { Core } from '../core'
import { lied } from './distort'

export function answer(core: Core, request: number, operation: Operation, told: ClientReply): void {
  const is_lie = core.state.liar.lie === 'answer-wrongly' && operation.f === 'get'
  if (is_lie) lied(core, null, null, `${operation.key} has a value that nobody has written`)
  reply(core, request, is_lie ? { status: 'ok', result: { value: NEVER_WRITTEN } } : told)
}
