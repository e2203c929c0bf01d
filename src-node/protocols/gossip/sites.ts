/** Who takes part, as all sites are handed it. */
import type { NodeId } from '../../../src-shared/ids'
import type { Core } from './core'

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

/** So many others, each with the same chance: Floyd's way to draw without repetition. */
export function pickOthers({ state: { nodes, place }, random }: Core, count: number): readonly NodeId[] {
  const others = place < 0 ? nodes.length : nodes.length - 1
  const picked = new Set<number>()
  for (let last = Math.max(0, others - count); last < others; last++) {
    const drawn = Math.floor(random() * (last + 1))
    picked.add(picked.has(drawn) ? last : drawn)
  }
  return [...picked].map((at) => nodes[place >= 0 && at >= place ? at + 1 : at]!)
}
