/** Dissemination: what a member has heard rides on its messages, the least told first, each piece so many times (SWIM §4.1, §4.4). */
import type { NodeId } from '../../../src-shared/ids'
import { send } from '../kit/core'
import { tellingsLimit } from './bounds'
import type { Core } from './core'
import type { Ack, Heartbeat, Nack, News, Ping, PingRequest } from './messages'
import type { MembershipState } from './state'

/** It is told from now on; an older word about the same member no longer is. */
export function tellNews({ state }: Pick<Core, 'state'>, news: News): void {
  state.news.delete(news.member)
  state.news.set(news.member, { news, sent: 0 })
}

/** Times that a piece of news is sent as long as so many take part. */
export function tellingsMax({ settings, taking_part }: MembershipState): number {
  return tellingsLimit(settings, taking_part + 1)
}

type Carrier = Ping | PingRequest | Ack | Nack | Heartbeat
type Bare<Message> = Message extends Carrier ? Omit<Message, 'news'> : never

/** Sends it with what there is to tell. */
export function sendWithNews(core: Core, to: NodeId, message: Bare<Carrier>): void {
  // An incarnation that others hear of is on disk first.
  send(core, to, { ...message, news: newsFor(core, to) } as Carrier, 'sync')
}

function newsFor({ state }: Core, to: NodeId): News[] {
  const { news, settings, members, switches } = state
  const suspect = settings.buddy_system ? members.get(to) : undefined
  const first = suspect?.status === 'suspect' ? [newsOf(suspect)] : []
  if (news.size === 0) return first
  // Of itself a member must hear accusations alone, and of its suspicion it hears already.
  const tellings = [...news.values()].filter(
    ({ news: { member, status } }) => member !== to || (status !== 'alive' && first.length === 0)
  )
  const room = settings.updates_per_message - first.length
  const told = tellings.length <= room ? tellings : tellings.sort((a, b) => a.sent - b.sent).slice(0, room)
  const limit = tellingsMax(state)
  for (const telling of told) {
    telling.sent++
    if (telling.sent >= limit && !switches['news-never-ends']) news.delete(telling.news.member)
  }
  return [...first, ...told.map((telling) => telling.news)]
}

export function newsOf({ id, status, incarnation, by }: Omit<News, 'member'> & { readonly id: NodeId }): News {
  return { member: id, status, incarnation, by }
}

/** What a member says of itself. */
export function ownNews({ id, incarnation, leaving }: MembershipState): News {
  return { member: id, status: leaving ? 'left' : 'alive', incarnation, by: id }
}
