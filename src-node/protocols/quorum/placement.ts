/** The placement at each place of the history of members, made once. */
import type { NodeId } from '../../../src-shared/ids'
import { place } from '../../../src-shared/protocols/quorum/placement'
import type { Placement } from '../../../src-shared/protocols/quorum/placement'
import type { Settings } from './settings'

interface Known {
  /** The list of members before; undefined: none. */
  readonly before: readonly NodeId[] | undefined
  readonly placement: Placement
}
/** By list of members, and what is set of placing. */
const placements = new WeakMap<readonly NodeId[], Map<string, Known>>()

/** The placement at a place of the history of members; the same object for the same list after the same one. */
export function placementAt(history: readonly (readonly NodeId[])[], epoch: number, settings: Settings): Placement {
  const nodes = history[epoch]!
  const before = history[epoch - 1]
  const { placement, ring_strategy, ranges, virtual_nodes, replicas } = settings
  const by_name = placements.get(nodes) ?? new Map<string, Known>()
  placements.set(nodes, by_name)
  const name = `${placement} ${ring_strategy} ${ranges} ${virtual_nodes} ${replicas}`
  const known = by_name.get(name)
  const isEven = placement === 'ring' && ring_strategy === 'even-ranges'
  if (known !== undefined && (known.before === before || !isEven)) return known.placement
  const owners = isEven && before !== undefined ? ownersOf(placementAt(history, epoch - 1, settings)) : []
  const made = place(nodes, settings, owners)
  by_name.set(name, { before, placement: made })
  return made
}

function ownersOf({ preferences }: Placement): NodeId[] {
  return preferences.map((list) => list[0]!)
}
