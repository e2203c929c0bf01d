/** One step under way: the state, and the effects gathered so far. */
import type { ProtocolEvent } from '../../../src-shared/events'
import type { NodeId } from '../../../src-shared/ids'
import type { ClientReply, ClientRequest, Context, Effect } from '../contract'
import type { QuorumMessage } from './messages'
import { keeps, rangeOf, replicasOf } from './placement'
import type { QuorumRecord, QuorumSnapshot, QuorumState } from './state'
import { absorb, setRow } from './store'
import type { Row } from './version'

export type QuorumEffect = Effect<QuorumMessage, QuorumRecord, QuorumSnapshot>

export interface Core {
  readonly state: QuorumState
  readonly effects: QuorumEffect[]
  /** Keys whose row this step has changed. */
  readonly changed: Set<string>
}

export function newCore(state: QuorumState, context: Context): Core {
  state.now_us = Math.round(context.now_us)
  return { state, effects: [], changed: new Set() }
}

export function send(core: Core, to: NodeId, message: QuorumMessage, after: 'now' | 'sync'): void {
  core.effects.push({ kind: 'send', to, message, after })
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
  send(core, to, message, core.state.switches.ack_before_store ? 'now' : 'sync')
}

/** Answers a client. What the answer tells of is on as many disks as were asked for; this node's own need not be one of them. */
export function reply(core: Core, request: number, answer: ClientReply): void {
  core.effects.push({ kind: 'reply', request, reply: answer, after: 'now' })
}

/** Whether this node's disk has everything that this node has. If not, the operation is told when it has what it has now: the row. */
export function whenOnDisk({ state: { disk } }: Core, id: number, row: Row): boolean {
  if (disk.durable === disk.records) return true
  disk.own_copies.push({ records: disk.records, id, row })
  return false
}

export function setTimer(core: Core, timer: string, delay_us: number): void {
  core.effects.push({ kind: 'set-timer', timer, delay_us })
}

export function clearTimer(core: Core, timer: string): void {
  core.effects.push({ kind: 'clear-timer', timer })
}

export function emit(core: Core, event: ProtocolEvent): void {
  core.effects.push({ kind: 'emit', event })
}

/** A sentence for people, filed under a topic. */
export function note(core: Core, topic: string, detail: string): void {
  emit(core, { kind: 'note', node: core.state.id, topic, detail })
}

export function append(core: Core, record: QuorumRecord): void {
  const { disk } = core.state
  core.effects.push({ kind: 'append', record })
  disk.records++
  disk.since_snapshot++
}

/** Takes in versions from elsewhere; what is new is written to disk. */
export function mergeRow(core: Core, key: string, arriving: Row): void {
  const row = absorb(core.state, key, arriving)
  if (row !== null) replaceRow(core, key, row)
}

export function replaceRow(core: Core, key: string, row: Row): void {
  setRow(core.state.store, key, row)
  append(core, { kind: 'row', key, row })
  core.changed.add(key)
}

/** All nodes, in the order in which they are to keep the key: its N replicas, then those that may stand in for them (Dynamo §4.3). */
export function preferenceList({ nodes }: QuorumState, key: string): NodeId[] {
  return replicasOf(rangeOf(key, nodes.length), nodes.length, nodes.length).map((slot) => nodes[slot]!)
}

/** Whether this node keeps a copy of the key. */
export function isReplica({ slot, settings, nodes }: QuorumState, key: string): boolean {
  return keeps(slot, rangeOf(key, nodes.length), settings.replicas, nodes.length)
}

/** How events and versions name a client's operation. */
export function operationName({ session, sequence }: Pick<ClientRequest, 'session' | 'sequence'>): string {
  return `${session}:${sequence}`
}
