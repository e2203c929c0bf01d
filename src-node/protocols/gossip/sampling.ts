import { itemText } from '../../../src-shared/protocols/gossip/items'
import type { GossipState } from './state'

/** Gauges under the names of the description's series. */
export function sample({ items, rumours, counters }: GossipState): Readonly<Record<string, number>> {
  const { sent, exchanges, whole_compares } = counters
  return { items: items.size, rumours: rumours.size, updates_sent: sent, exchanges, whole_compares }
}

/** One line for logs, tests and the screen. */
export function describe({ id, items, rumours, dormant }: GossipState): string {
  const held = [...items.values()].map(({ item }) => itemText(item))
  const told = rumours.size === 0 ? '' : `; tells ${[...rumours.keys()].join(', ')}`
  const kept = dormant.size === 0 ? '' : `; keeps dormant ${[...dormant.keys()].join(', ')}`
  return `${id} holds ${held.length === 0 ? 'nothing' : held.join(', ')}${told}${kept}`
}
