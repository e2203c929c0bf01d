/** What clients are told. */
import { replyText } from '../../../../src-shared/keys'
import type { ClientReply } from '../../contract'
import { reply } from '../../kit/core'
import { NEVER_WRITTEN } from '../../kit/lying/with-liars'
import type { Core } from '../core'
import type { SignedRequest } from '../messages'
import { lied } from './distort'

type Asked = Pick<SignedRequest, 'session' | 'sequence' | 'operation'>

/** `request`: whom it is for; `asked`: what it answers. A tentative answer rests on what is prepared: that is on disk first. */
export function answer(core: Core, request: number, asked: Asked, told: ClientReply, tentative?: number): void {
  const { session, sequence, operation } = asked
  const is_lie = core.state.liar.lie === 'answer-wrongly' && operation.f === 'get'
  if (is_lie) lied(core, null, null, `${operation.key} has a value that nobody has written`)
  const said: ClientReply = is_lie ? { status: 'ok', result: { value: NEVER_WRITTEN } } : told
  if (said.status !== 'ok') return reply(core, request, said)
  const marked = core.state.switches['tentative-unmarked'] ? undefined : tentative
  const signature = core.keys.sign(replyText(session, sequence, said.result, marked))
  reply(
    core,
    request,
    { ...said, ...(marked !== undefined && { tentative: marked }), signature },
    tentative === undefined ? 'now' : 'sync'
  )
}
