/** Who takes part, as all sites are handed it. */
import type { NodeId } from '../../../src-shared/ids'

interface Searchable {
  includes(node: NodeId): boolean
}

/** Lists are shared by a thousand sites, and asked about with each message: one set for each list, made once. */
const known = new WeakMap<readonly NodeId[], Searchable>()

export function searchable(nodes: readonly NodeId[]): Searchable {
  const found = known.get(nodes)
  if (found !== undefined) return found
  const set = new Set(nodes)
  const made = { includes: (node: NodeId) => set.has(node) }
  known.set(nodes, made)
  return made
}
