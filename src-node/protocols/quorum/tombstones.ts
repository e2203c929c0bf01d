/** Tombstones are forgotten after their grace period. A replica that missed the deletion for longer brings the value back. */
import type { Core } from './core'
import { note, replaceRow, setTimer } from './core'
import { isExpired, rowOf } from './store'

/** How often expired tombstones are looked for, at most. */
const SWEEP_US_MAX = 1_000_000

export function startSweeps(core: Core): void {
  setTimer(core, 'sweep', Math.min(core.state.settings.tombstone_grace_us, SWEEP_US_MAX))
}

export function onSweepTimer(core: Core): void {
  const { state } = core
  for (const key of [...state.store.tombstones]) {
    const row = rowOf(state.store, key)
    const kept = row.filter((version) => !isExpired(state, version))
    if (kept.length === row.length) continue
    note(core, 'tombstone-dropped', `${state.id} forgets that ${key} was deleted`)
    replaceRow(core, key, kept)
  }
  startSweeps(core)
}
