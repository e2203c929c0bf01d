/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import { primaryOf } from '../../../src-shared/protocols/viewstamped-replication/views'
import type { Context, Effect } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { append, emit, send, setTimer } from '../kit/core'
import type { ViewstampedMessage } from './messages'
import type { Checkpoint, ViewstampedRecord, ViewstampedState } from './state'

/** silence: nothing of the primary, or a view change takes too long. recovery: nobody has told enough. */
export type Timer = 'silence' | 'heartbeat' | 'recovery'

export type ViewstampedEffect = Effect<ViewstampedMessage, ViewstampedRecord, Checkpoint>

export interface Core extends KitCore<ViewstampedState, ViewstampedMessage, ViewstampedRecord, Checkpoint, Timer> {
  /** The primary is to be told how far this node's log goes: once a step. `op`: what it says its own goes up to. */
  acknowledge: { readonly op: number } | null
  /** The timer of silence is to be set afresh at the end of the step. */
  restart_silence_timer: boolean
}

export function newCore(state: ViewstampedState, { random, now_us }: Context): Core {
  state.now_us = now_us
  return { state, random, effects: [], acknowledge: null, restart_silence_timer: false }
}

/** Once the view that it speaks of is on disk, which nearly always it is. */
export function tell(core: Core, to: NodeId, message: ViewstampedMessage): void {
  send(core, to, message, 'sync')
}

export function tellAll(core: Core, message: ViewstampedMessage): void {
  for (const node of core.state.nodes) if (node !== core.state.id) tell(core, node, message)
}

/** More than half. */
export function quorumOf({ nodes }: Pick<ViewstampedState, 'nodes'>): number {
  return Math.floor(nodes.length / 2) + 1
}

/** From now on the node is in no earlier view. */
export function enterView(core: Core, view: number): void {
  const { state } = core
  if (view === state.view) return
  state.view = view
  if (!state.switches['view-unsaved']) append(core, { kind: 'view', view })
}

export function emitRole(core: Core): void {
  const { id, view, nodes, status } = core.state
  const leader = status === 'normal' ? primaryOf(view, nodes) : null
  emit(core, { kind: 'role', node: id, role: roleOf(core.state), term: view, leader })
}

function roleOf({ id, view, nodes, status, change, leading }: ViewstampedState): string {
  if (status === 'recovering') return 'recovering'
  if (status === 'normal') return leading === null ? 'backup' : 'primary'
  return change !== null && primaryOf(view, nodes) === id ? 'next-primary' : 'view-change'
}

/** A fresh random timeout each time, so that one node is the first to want the next view. */
export function startSilenceTimer(core: Core): void {
  const [lowest, highest] = core.state.settings.election_timeout_us
  setTimer(core, 'silence', Math.round(lowest + core.random() * (highest - lowest)))
}
