import { membership } from '../membership'
import { hintCount } from './hints'
import type { QuorumState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: QuorumState): Readonly<Record<string, number>> {
  const { store, counters, open, hints, swim } = state
  return {
    keys: store.rows.size - store.tombstones.size,
    tombstones: store.tombstones.size,
    siblings: store.siblings.size,
    hints: hintCount(state),
    open_operations: open.size,
    ranges_moving: state.moving.size,
    ...counters,
    ...(swim !== null && membership.sample(swim)),
    ...Object.fromEntries([...hints].map(([node, waiting]) => [`hints_for.${node}`, waiting.size]))
  }
}
