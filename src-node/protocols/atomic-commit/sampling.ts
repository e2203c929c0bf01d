import { isCoordinator } from './core'
import { lockedBy } from './participant'
import type { AtomicCommitState } from './state'

/** Gauges under the names of the description's series. */
export function sample(state: AtomicCommitState): Readonly<Record<string, number>> {
  const { coordinated, prepared, execution, counters } = state
  const { committed, aborted } = counters
  if (!isCoordinator(state)) {
    const locks_held = new Set([...prepared.values()].flatMap(lockedBy)).size
    const in_doubt = [...prepared.values()].filter(({ forced }) => forced === null).length
    const executing = [...execution.store.transactions.values()].filter(({ prepared: stamp }) => stamp === null).length
    return { in_doubt, locks_held, executing, keys: execution.store.versions.by_key.size, committed, aborted }
  }
  const unacknowledged = [...coordinated.values()].filter(({ phase }) => phase === 'acknowledgements').length
  return { executing: execution.sessions.size, open: coordinated.size - unacknowledged, unacknowledged, committed, aborted }
}

/** One line for logs, tests and the screen. */
export function describe(state: AtomicCommitState): string {
  const { id, coordinated, prepared, execution } = state
  if (isCoordinator(state)) {
    const open = [...coordinated.values()].map(
      ({ transaction, phase, commit }) =>
        `${transaction} ${phase !== 'acknowledgements' ? 'open' : commit ? 'committed' : 'aborted'}`
    )
    return `${id} coordinates ${open.join(', ') || 'nothing'}`
  }
  const stored = [...execution.store.versions.by_key]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, versions]) => `${key}=${String(versions.at(-1)!.value)}`)
  return `${id} has ${stored.join(' ') || 'nothing'}; in doubt: ${[...prepared.keys()].join(', ') || 'nothing'}`
}
