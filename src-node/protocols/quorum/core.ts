/** One step under way: what is kept in mind besides the state and the effects gathered so far. */
import type { NodeId } from '../../../src-shared/ids'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, send } from '../kit/core'
import type { MembershipMessage } from '../membership/messages'
import type { QuorumMessage, Read, Repair, Store } from './messages'
import { rangeOf } from '../../../src-shared/protocols/quorum/placement'
import type { QuorumRecord, QuorumSnapshot, QuorumState } from './state'
import { setRow } from './store'
import { absorb } from './absorb'
import type { Row } from './version'
import { epochOf, replicaSince } from './views'

/** hint and end: of the operation with that number, whose replicas are silent or whose time is over. */
export type Timer = 'anti-entropy' | 'hand-off' | 'sweep' | 'rebuild' | 'move' | 'throttle' | `${'hint' | 'end'}:${number}`

/** SWIM's messages among them. */
export type QuorumEffect = Effect<QuorumMessage | MembershipMessage, QuorumRecord, QuorumSnapshot>

export interface Core extends KitCore<QuorumState, QuorumMessage, QuorumRecord, QuorumSnapshot, Timer> {
  /** Keys whose row this step has changed. */
  readonly changed: Set<string>
  /** Ranges of which this step has learned, or brought about, that they are ready or complete. */
  readonly news: Set<number>
}

export function newCore(state: QuorumState, context: Context): Core {
  state.now_us = Math.round(context.now_us)
  return { state, random: context.random, effects: [], changed: new Set(), news: new Set() }
}

/**
 * Tells another node of a write that was made here. Under vectors not before it is on disk: a coordinator that forgets a count would
 * give it to another write.
 */
export function sendWrite(core: Core, to: NodeId, message: QuorumMessage): void {
  send(core, to, message, core.state.settings.versions === 'vector' ? 'sync' : 'now')
}

/** Vouches for what this node has on disk, or tells what is in it: never before it is there. */
export function sendStored(core: Core, to: NodeId, message: QuorumMessage): void {
  send(core, to, message, core.state.switches['ack-before-store'] ? 'now' : 'sync')
}

/** Whether this node's disk has everything that this node has. If not, the operation is told when it has what it has now: the row. */
export function whenOnDisk({ state: { disk } }: Core, id: number, row: Row): boolean {
  if (disk.durable === disk.records) return true
  disk.own_copies.push({ records: disk.records, id, row })
  return false
}

export function appendRecord(core: Core, record: QuorumRecord): void {
  append(core, record)
  core.state.disk.since_snapshot++
}

/** Takes in versions from elsewhere; what is new is written to disk. */
export function mergeRow(core: Core, key: string, arriving: Row): void {
  const row = absorb(core.state, key, arriving)
  if (row !== null) replaceRow(core, key, row)
}

export function replaceRow(core: Core, key: string, row: Row): void {
  setRow(core.state.store, key, row)
  appendRecord(core, { kind: 'row', key, row })
  core.changed.add(key)
}

/** All nodes, in the order in which they are to keep the key: its N replicas, then those that may stand in for them (Dynamo §4.3). */
export function preferenceList({ placement, settings }: QuorumState, key: string): readonly NodeId[] {
  return placement.preferences[rangeOf(key, settings)]!
}

/** The nodes that keep a copy of the key. */
export function replicasOf({ replicas, settings }: QuorumState, key: string): readonly NodeId[] {
  return replicas[rangeOf(key, settings)]!
}

/** Says what the coordinator knows, unless nobody has come or gone yet; see taking-part.ts. */
export function coordinated<Message extends Store | Read | Repair>(state: QuorumState, to: NodeId, message: Message): Message {
  if (epochOf(state) === 0) return message
  const range = rangeOf(message.key, state.settings)
  return { ...message, epoch: epochOf(state), complete: state.complete[range]!, since: replicaSince(state, range, to) }
}

/** Whether this node keeps a copy of the key. */
export function isReplica(state: QuorumState, key: string): boolean {
  return replicasOf(state, key).includes(state.id)
}
