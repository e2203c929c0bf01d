/** What liars do about what they hear, besides what honest nodes do. */
import type { NodeId } from '../../../../src-shared/ids'
import { primaryOf } from '../../../../src-shared/protocols/pbft/views'
import { setBounded } from '../../kit/bounded'
import { send } from '../../kit/core'
import type { Core } from '../core'
import type { PbftMessage } from '../messages'
import { phaseText } from '../signatures'
import { lied } from './distort'

/** Agreements that are remembered. */
const AGREED_MAX = 1_024
/** Messages that may be replayed. */
const HEARD_MAX = 64

export function hear(core: Core, from: NodeId, message: PbftMessage): void {
  const { lie, heard } = core.state.liar
  if (lie === 'replay' && message.type !== 'status') {
    heard.push(message)
    if (heard.length > HEARD_MAX) heard.shift()
  }
  if (lie !== 'equivocate') return
  if (message.type === 'pre-prepare' || message.type === 'prepare' || message.type === 'commit') agreeWith(core, from, message)
}

/** Whatever that one believes, the liar votes for it. */
function agreeWith(core: Core, to: NodeId, { view, n, digest }: { view: number; n: number; digest: string }): void {
  const { state, keys } = core
  const place = { view, n, digest }
  const agreement = `${to} ${view} ${n} ${digest}`
  if (state.liar.agreed.has(agreement)) return
  setBounded(state.liar.agreed, agreement, true, AGREED_MAX)
  const vote = (type: 'prepare' | 'commit') => ({ type, ...place, signature: keys.sign(phaseText(type, place)) })
  if (primaryOf(view, state.nodes) !== state.id) send(core, to, vote('prepare'), 'now')
  send(core, to, vote('commit'), 'now')
  const own = state.slots.get(n)?.pre_prepare
  if (own && own.view === view && own.digest !== digest) lied(core, to, n, `it has the same batch as number ${n}`)
}
