/** What a step leaves to tell: the site's role, and the sum of what it holds. */
import { NOBODY } from '../../../src-shared/protocols/gossip/items'
import { emit } from '../kit/core'
import { emitAfterLog } from '../kit/durable-events'
import type { Core } from './core'
import type { GossipState, Role } from './state'

/** The part of the data that all sites keep. */
const EVERYTHING = 'all'

export function announceState(core: Core): void {
  const { state } = core
  const role = roleOf(state)
  if (role !== state.role) {
    state.role = role
    emit(core, { kind: 'role', node: state.id, role })
  }
  if (state.sum === state.told_sum) return
  state.told_sum = state.sum
  emitAfterLog(core, { kind: 'contents', node: state.id, sums: { [EVERYTHING]: state.sum >>> 0 } })
}

/** The epidemic's words (§1.4): who has heard of nothing, who tells, who tells no more. With anti-entropy alone nobody stops. */
function roleOf({ items, rumours, settings, role }: GossipState): Role {
  if (rumours.size > 0) return 'infective'
  if (role === 'infective' || role === 'removed') return settings.method === 'anti-entropy' ? role : 'removed'
  for (const { item } of items.values())
    if (item.site !== NOBODY) return settings.method === 'anti-entropy' ? 'infective' : 'removed'
  return 'susceptible'
}
