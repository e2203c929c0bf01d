/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { After, Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot, send } from '../kit/core'
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

/** To another node, or to this one: what must be on disk first is heard by it no sooner than by others. */
export function tell(core: Core, to: NodeId, message: PaxosMessage, after: After): void {
  const { id, disk } = core.state
  if (to !== id) send(core, to, message, after)
  else if (after === 'now' || disk.durable === disk.records) core.own.push(message)
  else disk.own_messages.push({ records: disk.records, message })
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
