/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, saveSnapshot, send } from '../kit/core'
import type { GossipMessage } from './messages'
import type { GossipRecord, GossipSnapshot, GossipState } from './state'

/** round: the next round begins. update: a random update is due. */
export type Timer = 'round' | 'update'

export type GossipEffect = Effect<GossipMessage, GossipRecord, GossipSnapshot>

export interface Core extends KitCore<GossipState, GossipMessage, GossipRecord, GossipSnapshot, Timer> {
  readonly now_us: number
}

export function newCore(state: GossipState, { random, now_us }: Context): Core {
  return { state, random, now_us, effects: [] }
}

/** What it tells of is on disk first. */
export function tell(core: Core, to: NodeId, message: GossipMessage): void {
  send(core, to, message, 'sync')
}

export function log(core: Core, record: GossipRecord): void {
  if (core.state.switches['updates-unsaved']) return
  append(core, record)
  core.state.disk.since_snapshot++
}

export function snapshotIfDue(core: Core): void {
  const { disk, settings, items, dormant } = core.state
  if (disk.since_snapshot < settings.snapshot_every_records) return
  disk.since_snapshot = 0
  saveSnapshot(core, { items: [...items.values()].map(({ item }) => item), dormant: [...dormant.values()] }, [])
}

/** The number of the round by the site's clock: the same on all sites whose clocks agree. */
export function roundNumber({ now_us, state }: Pick<Core, 'now_us' | 'state'>): number {
  return Math.floor(now_us / state.settings.round_us)
}
