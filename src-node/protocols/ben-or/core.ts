/** One step under way. */
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot } from '../kit/core'
import type { BenOrMessage } from './messages'
import type { BenOrRecord, BenOrSnapshot, BenOrState } from './state'

/** next: the pause before an instance is over. repeat: ask for what was not heard. */
export type Timer = 'next' | 'repeat'

export type BenOrEffect = Effect<BenOrMessage, BenOrRecord, BenOrSnapshot>

export interface Core extends KitCore<BenOrState, BenOrMessage, BenOrRecord, BenOrSnapshot, Timer> {
  /** What the node has to tell itself: it counts as one of all. */
  readonly own: BenOrMessage[]
}

export function newCore(state: BenOrState, { random }: Context): Core {
  return { state, random, effects: [], own: [] }
}

export function log(core: Core, record: BenOrRecord): void {
  append(core, record)
  core.state.disk.since_snapshot++
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings, disk_generation: generation, decisions, round } = core.state
  if (disk.since_snapshot < settings.snapshot_every_records) return
  disk.since_snapshot = 0
  saveSnapshot(core, { generation, decisions: [...decisions], said: [...(round?.said ?? [])] }, [])
}
