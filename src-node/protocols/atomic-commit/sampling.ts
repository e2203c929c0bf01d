import { isCoordinator } from './core'
import { lockedBy } from './participant'
import type { AtomicCommitState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: AtomicCommitState): Readonly<Record<string, number>> {
  const { coordinated, prepared, values, counters } = state
  const { committed, aborted } = counters
  if (!isCoordinator(state)) {
    const locks_held = new Set([...prepared.values()].flatMap(lockedBy)).size
    return { in_doubt: prepared.size, locks_held, keys: values.size, committed, aborted }
  }
  const unacknowledged = [...coordinated.values()].filter((transaction) => transaction.committed).length
  return { open: coordinated.size - unacknowledged, unacknowledged, committed, aborted }
}

/** One line for logs, tests and the screen. */
export function describe(state: AtomicCommitState): string {
  const { id, coordinated, prepared, values } = state
  if (isCoordinator(state)) {
    const open = [...coordinated.values()].map(
      ({ transaction, committed }) => `${transaction} ${committed ? 'committed' : 'open'}`
    )
    return `${id} coordinates ${open.join(', ') || 'nothing'}`
  }
  const stored = [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`)
  return `${id} has ${stored.join(' ') || 'nothing'}; in doubt: ${[...prepared.keys()].join(', ') || 'nothing'}`
}
