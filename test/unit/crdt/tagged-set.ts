import type { Crdt } from '../../../src-node/crdt/crdt'
import type { OrSetOp } from '../../../src-node/crdt/or-set'

interface Tagged {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])]

/** The observed-remove set as first told, with unique tags and tombstones (Shapiro et al. 2011, specification 15): `orSet`'s twin. */
export const taggedSet: Crdt<Tagged, OrSetOp, readonly string[]> = {
  name: 'tagged-set',
  empty: { added: [], removed: [] },
  mutate: ({ added }, replica, { f, element }) => {
    const seen = added.filter((tag) => elementOf(tag) === element)
    return f === 'add' ? { added: [`${element}#${replica}${added.length}`], removed: [] } : { added: [], removed: seen }
  },
  join: (a, b) => ({ added: union(a.added, b.added), removed: union(a.removed, b.removed) }),
  value: ({ added, removed }) => union(added.filter((tag) => !removed.includes(tag)).map(elementOf), []).sort()
}

function elementOf(tag: string): string {
  return tag.slice(0, tag.lastIndexOf('#'))
}
