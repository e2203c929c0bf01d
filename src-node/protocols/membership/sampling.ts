import { isSuspected } from './heartbeats'
import { tellingsMax } from './news'
import type { MembershipState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: MembershipState): Readonly<Record<string, number>> {
  const { members, settings, incarnation, health, news, taking_part } = state
  const suspected = [...members.values()].filter((member) => isSuspected(member, settings)).length
  return {
    alive: taking_part - suspected + 1,
    suspected,
    gone: members.size - taking_part,
    incarnation,
    health,
    news: news.size,
    told_most: Math.max(0, ...[...news.values()].map(({ sent }) => sent)),
    told_limit: tellingsMax(state)
  }
}

/** One line for logs, tests and the screen. */
export function describe({ id, incarnation, leaving, members, settings }: MembershipState): string {
  const words = [...members.values()].map((member) => {
    const status = isSuspected(member, settings) ? 'suspect' : member.status
    return `${member.id} ${status} ${member.incarnation}`
  })
  const self = leaving ? `${id} leaves` : `${id} (incarnation ${incarnation})`
  return `${self} knows ${words.length === 0 ? 'nobody' : words.join(', ')}`
}
