/** Leadership transfer (dissertation §3.10): bring the target up to date, tell it to campaign at once, give up after a while. */
import type { NodeId } from '../../../src-shared/ids'
import { note, send, setTimer } from '../kit/core'
import type { Core } from './core'
import { lastIndex } from '../replicated-log/log'
import { counts } from './progress'
import { isVoter } from '../replicated-log/membership'
import type { Leading, RaftState } from './state'

/** Starts handing over to `to`, or to the follower whose log is furthest. Writes are refused until it is decided. */
export function startTransfer(core: Core, leading: Leading, to: NodeId | null): void {
  const { state } = core
  if (to === state.id) return note(core, 'transfer', `${to} leads already`)
  const target = to ?? furthestFollower(state, leading)
  const progress = target === null ? undefined : leading.progress.get(target)
  if (target === null || progress === undefined || !isVoter(state.membership, target))
    return note(core, 'transfer', `${state.id} cannot hand leadership to ${target ?? 'anybody'}: no such follower`)
  if (!counts(progress))
    return note(core, 'transfer', `${state.id} cannot hand leadership to ${target}: it has lost its disk and may not lead`)
  leading.transfer_to = target
  leading.transfer_sent = false
  setTimer(core, 'transfer', state.settings.election_timeout_us[1])
  note(core, 'transfer', `${state.id} hands leadership to ${target}`)
  continueTransfer(core, leading, target)
}

/** Lets the target campaign once its log is complete. */
export function continueTransfer(core: Core, leading: Leading, peer: NodeId): void {
  const { state } = core
  if (leading.transfer_to !== peer || leading.transfer_sent) return
  if (leading.progress.get(peer)!.match < lastIndex(state.log)) return
  leading.transfer_sent = true
  leading.lease.is_void = true
  send(core, peer, { type: 'timeout-now', term: state.term }, 'now')
}

/** The target did not take over in an election timeout: lead on. */
export function onTransferTimer(core: Core, leading: Leading): void {
  if (leading.transfer_to === null) return
  note(core, 'transfer', `${leading.transfer_to} did not take over in time; ${core.state.id} leads on`)
  leading.transfer_to = null
}

/** The voter whose log is furthest of those that live; null: there is none. */
export function furthestFollower({ membership }: RaftState, { progress }: Leading): NodeId | null {
  let best: NodeId | null = null
  for (const [peer, known] of progress) {
    const { match, active } = known
    if (active && counts(known) && membership.voters.includes(peer) && (best === null || match > progress.get(best)!.match))
      best = peer
  }
  return best
}
