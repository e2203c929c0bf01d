/** One step under way. */
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot } from '../kit/core'
import type { PaxosMessage } from './messages'
import type { PaxosRecord, PaxosSnapshot, PaxosState } from './state'

/** attempt: too late for answers, or the pause is over. resend: to learners. heartbeat: among proposers. */
export type Timer = `attempt:${number}` | 'resend' | 'heartbeat'

export type PaxosEffect = Effect<PaxosMessage, PaxosRecord, PaxosSnapshot>

export interface Core extends KitCore<PaxosState, PaxosMessage, PaxosRecord, PaxosSnapshot, Timer> {
  /** What the node has to tell itself: it plays several parts. */
  readonly own: PaxosMessage[]
}

export function newCore(state: PaxosState, { random, now_us }: Context): Core {
  state.now_us = now_us
  return { state, random, effects: [], own: [] }
}

export function log(core: Core, record: PaxosRecord): void {
  append(core, record)
  core.state.disk.since_snapshot++
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings, disk_generation: generation, registers } = core.state
  if (disk.since_snapshot < settings.snapshot_every_records) return
  disk.since_snapshot = 0
  saveSnapshot(core, { generation, registers: [...registers].map(([key, register]) => [key, { ...register }] as const) }, [])
}
