/** What is heard of members: the newer word counts, and is told on (SWIM §4.2). */
import type { NodeId } from '../../../src-shared/ids'
import { emptyWindow } from '../../../src-shared/failure-detection/heartbeat-window'
import { IncarnationRaised, MemberView } from '../../../src-shared/protocols/membership/facts'
import { overrides, takesPart } from '../../../src-shared/protocols/membership/member'
import { clearTimer, emit, saveSnapshot } from '../kit/core'
import type { Core } from './core'
import { changeHealth } from './health'
import { watchPeer, unwatchPeer } from './heartbeats'
import type { News } from './messages'
import { ownNews, tellNews } from './news'
import type { Member, MembershipState } from './state'
import { confirmSuspicion, startSuspicion } from './suspicion'

/** Takes in a word about a member; `told`: it is told on, unless the member that it makes known is to be kept back. */
export function hear(core: Core, news: News, told = true): void {
  const { state } = core
  if (news.member === state.id) return hearOfSelf(core, news)
  const known = state.members.get(news.member)
  if (known === undefined) {
    becomes(core, addMember(state, { ...news, status: 'left' }), news, told)
  } else if (overrides(news, known) || isStaleAccepted(state, news, known)) becomes(core, known, news, told)
  else if (news.status === 'suspect' && known.status === 'suspect' && news.incarnation === known.incarnation)
    confirmSuspicion(core, known, news)
}

/** A list: what its sender takes for dead is suspected first, so that whoever is not may say so (as memberlist does). */
export function hearList(core: Core, from: NodeId, members: readonly News[], told: (news: News) => boolean): void {
  for (const news of members) {
    const known = core.state.members.get(news.member)
    const is_doubted = news.status === 'dead' && known !== undefined && takesPart(known)
    hear(core, is_doubted && core.state.settings.suspicion ? { ...news, status: 'suspect', by: from } : news, told(news))
  }
}

export function addMember(state: MembershipState, { member: id, status, incarnation, by }: News): Member {
  const member: Member = {
    id,
    number: state.members.size,
    status,
    incarnation,
    by,
    suspected_us: 0,
    confirmed_by: [],
    heartbeats: { window: emptyWindow(), last_us: null, suspected_by: {} }
  }
  state.members.set(id, member)
  if (takesPart(member)) state.taking_part++
  return member
}

function becomes(core: Core, member: Member, news: News, told: boolean): void {
  const { state } = core
  const { status, incarnation, by } = news
  const took_part = takesPart(member)
  state.taking_part += Number(takesPart(news)) - Number(took_part)
  // Gaps of an earlier life say nothing about this one.
  if (incarnation > member.incarnation) Object.assign(member.heartbeats, { window: emptyWindow(), last_us: null })
  Object.assign(member, { status, incarnation, by })
  emit(core, MemberView.of(state.id, { member: member.id, status, incarnation, by }))
  if (told) tellNews(core, news)
  if (status === 'suspect') startSuspicion(core, member)
  else clearTimer(core, `expire:${member.number}`)
  if (takesPart(member)) {
    if (!took_part) watchPeer(core, member)
  } else {
    unwatchPeer(core, member)
    if (state.switches['dead-forgotten']) state.members.delete(member.id)
  }
}

/** A deliberate bug. */
function isStaleAccepted({ switches }: MembershipState, news: News, known: Member): boolean {
  return switches['alive-overrides'] === true && news.status === 'alive' && known.status === 'dead'
}

/** Only the member itself answers an accusation, under a higher incarnation; so it does if it was known under a higher one in an earlier life. */
function hearOfSelf(core: Core, { status, incarnation }: News): void {
  const { state } = core
  const is_accusation = status !== 'alive' && incarnation === state.incarnation
  if (state.leaving || (incarnation <= state.incarnation && !is_accusation)) return
  if (is_accusation && state.switches['accusation-ignored']) return
  if (!(is_accusation && state.switches['refute-without-incarnation'])) setIncarnation(core, incarnation + 1)
  if (is_accusation) changeHealth(state, 1)
  emit(core, IncarnationRaised.of(state.id, { incarnation: state.incarnation, because: status }))
  tellNews(core, ownNews(state))
}

export function setIncarnation(core: Core, incarnation: number): void {
  const { state } = core
  state.incarnation = incarnation
  if (state.settings.save_incarnation) saveSnapshot(core, { incarnation }, [])
}
