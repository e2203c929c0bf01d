/** Suspicions: how long a member has to say that it is alive (SWIM §4.2; Lifeguard §IV-B). */
import { setTimer } from '../kit/core'
import { suspicionTimes } from './bounds'
import type { Core } from './core'
import type { News } from './messages'
import { tellNews } from './news'
import type { Member, MembershipState } from './state'

export function startSuspicion(core: Core, member: Member): void {
  Object.assign(member, { suspected_us: core.now_us, confirmed_by: [] })
  setExpiry(core, member)
}

/** Another member suspects it too: the suspicion lasts less long, and the first few such words are told on. */
export function confirmSuspicion(core: Core, member: Member, news: News): void {
  const { settings } = core.state
  const { confirmed_by } = member
  if (!settings.lha_suspicion || news.by === member.by || confirmed_by.includes(news.by)) return
  if (confirmed_by.length >= settings.confirmations) return
  confirmed_by.push(news.by)
  tellNews(core, news)
  setExpiry(core, member)
}

function setExpiry(core: Core, member: Member): void {
  if (core.state.switches['suspicion-never-expires']) return
  const passed_us = Math.max(0, core.now_us - member.suspected_us)
  setTimer(core, `expire:${member.number}`, Math.max(0, lifetime_us(core.state, member.confirmed_by.length) - passed_us))
}

/** The more confirm it the shorter: from the longest to the shortest with the logarithm of their number. */
function lifetime_us(state: MembershipState, confirmed: number): number {
  const { settings, taking_part } = state
  const { shortest_us, longest_us } = suspicionTimes(settings, taking_part + 1)
  // With too few members to confirm it, nobody waits for them.
  const expected = Math.min(settings.confirmations, taking_part - 2)
  if (expected < 1) return shortest_us
  const share = Math.log(confirmed + 1) / Math.log(expected + 1)
  return Math.max(shortest_us, longest_us - share * (longest_us - shortest_us))
}
