/** Anti-entropy: two sites compare their databases and resolve the differences (Demers et al. 1987, §1.3). */
import type { NodeId } from '../../../src-shared/ids'
import type { Item } from '../../../src-shared/protocols/gossip/items'
import type { Core } from './core'
import { tell } from './core'
import { allItems, checksum, isNewsTo, learn, recentItems } from './database'
import type { Differs, Difference, Stamps, Summary, Whole, Wishes } from './messages'
import type { GossipState } from './state'

export function openAntiEntropy(core: Core, to: NodeId): void {
  const { state, now_us } = core
  const { digest } = state.settings
  const wishes = wishesOf(state)
  switch (digest) {
    case 'whole':
      return sendWhole(core, to)
    case 'stamps':
      return tell(core, to, { type: 'stamps', ...wishes, stamps: allItems(state).map(stampOf) })
    case 'checksum':
      return tell(core, to, { type: 'summary', ...wishes, sum: checksum(state), recent: [] })
    case 'recent': {
      const recent = wishes.push ? recentItems(state, now_us) : []
      state.counters.sent += recent.length
      return tell(core, to, { type: 'summary', ...wishes, sum: checksum(state), recent })
    }
  }
}

/** Recent updates first, then checksums: only where these still differ is more compared. */
export function onSummary(core: Core, from: NodeId, { sum, recent, pull }: Summary): void {
  const { state, now_us } = core
  take(core, from, recent)
  if (checksum(state) === sum) return
  const pulled = pull && state.settings.digest === 'recent' ? recentItems(state, now_us) : []
  state.counters.sent += pulled.length
  tell(core, from, { type: 'differs', sum: checksum(state), recent: pulled })
}

export function onDiffers(core: Core, from: NodeId, { sum, recent }: Differs): void {
  take(core, from, recent)
  if (checksum(core.state) !== sum) sendWhole(core, from)
}

function sendWhole(core: Core, to: NodeId): void {
  const { state } = core
  const { push, pull } = wishesOf(state)
  const items = push ? allItems(state) : null
  state.counters.whole_compares++
  state.counters.sent += items?.length ?? 0
  tell(core, to, { type: 'whole', items, pull })
}

/** Takes what is newer there, and gives what is newer here. */
export function onWhole(core: Core, from: NodeId, { items, pull }: Whole): void {
  const offered = new Map(items?.map((item) => [item.key, item]))
  const newer = pull ? allItems(core.state).filter((item) => isNewsTo(core.state, item, offered.get(item.key))) : []
  take(core, from, items ?? [])
  give(core, from, newer)
}

export function onStamps(core: Core, from: NodeId, { stamps, push, pull }: Stamps): void {
  const { state } = core
  const offered = new Map(stamps.map((stamp) => [stamp.key, stamp]))
  const items = pull ? allItems(state).filter((item) => isNewsTo(state, item, offered.get(item.key))) : []
  const newer = push ? stamps.filter((stamp) => isNewsTo(state, stamp, state.items.get(stamp.key)?.item)) : []
  if (items.length === 0 && newer.length === 0) return
  state.counters.sent += items.length
  tell(core, from, { type: 'difference', items, wanted: newer.map(({ key }) => key) })
}

export function onDifference(core: Core, from: NodeId, { items, wanted }: Difference): void {
  take(core, from, items)
  give(
    core,
    from,
    wanted.flatMap((key) => core.state.items.get(key)?.item ?? [])
  )
}

export function take(core: Core, from: NodeId, items: readonly Item[]): void {
  for (const item of items) learn(core, item, from, 'anti-entropy')
}

function give(core: Core, to: NodeId, items: readonly Item[]): void {
  if (items.length === 0) return
  core.state.counters.sent += items.length
  tell(core, to, { type: 'items', items })
}

function wishesOf({ settings: { direction } }: GossipState): Wishes {
  return { push: direction !== 'pull', pull: direction !== 'push' }
}

function stampOf({ key, at_us, site }: Item) {
  return { key, at_us, site }
}
