/** The end of a suspicion: the member has not said that it is alive, and is taken for dead. */
import type { Core } from './core'
import { newsOf } from './news'
import { hear } from './views'

export function onExpire(core: Core, number: number): void {
  const { id, members } = core.state
  for (const member of members.values())
    if (member.number === number && member.status === 'suspect') return hear(core, newsOf({ ...member, status: 'dead', by: id }))
}
