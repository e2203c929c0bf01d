/** One step under way. */
import type { NodeId } from '../../../src-shared/ids'
import type { Keys } from '../../../src-shared/keys'
import { LieRefused } from '../../../src-shared/protocols/pbft/facts'
import { primaryOf } from '../../../src-shared/protocols/pbft/views'
import type { Context, Effect } from '../contract'
import { assert } from '../contract'
import type { Core as KitCore } from '../kit/core'
import { emit, saveSnapshot } from '../kit/core'
import type { PbftMessage } from './messages'
import type { Judge } from './signatures'
import type { PbftRecord, PbftSnapshot, PbftState } from './state'

/** view: a request, or a new view, has waited too long. status: tell how far it is. mood: another lie. slow: a slow primary may propose. */
export type Timer = 'view' | 'status' | 'mood' | 'slow'

export type PbftEffect = Effect<PbftMessage, PbftRecord, PbftSnapshot>

export interface Core extends KitCore<PbftState, PbftMessage, PbftRecord, PbftSnapshot, Timer> {
  readonly keys: Keys
}

export function newCore(state: PbftState, { random, now_us, keys }: Context): Core {
  assert(keys !== undefined, 'PBFT needs keys to sign with')
  state.now_us = now_us
  return { state, random, keys, effects: [] }
}

export function judgeOf({ state, keys }: Core): Judge {
  return { nodes: state.nodes, keys, checks_requests: !state.switches['requests-unsigned'] }
}

export function isPrimary({ id, view, nodes }: Pick<PbftState, 'id' | 'view' | 'nodes'>): boolean {
  return primaryOf(view, nodes) === id
}

export function refuse(core: Core, from: NodeId, what: string, n: number | null, reason: string): void {
  core.state.counters.refused++
  emit(core, LieRefused.of(core.state.id, { from, what, n, reason }))
}

export function emitRole(core: Core): void {
  const { state } = core
  const { id, view, phase } = state
  const role = phase === 'changing' ? 'changing' : isPrimary(state) ? 'primary' : 'backup'
  const leader = phase === 'changing' ? null : primaryOf(view, state.nodes)
  emit(core, { kind: 'role', node: id, role, term: view, leader })
}

/** The stable checkpoint and what is above it replace the log. */
export function saveStable(core: Core, rows: PbftSnapshot['rows']): void {
  const { stable, view, phase, new_view, slots } = core.state
  const records: PbftRecord[] = [{ kind: 'view', view, phase, new_view }]
  for (const { pre_prepare, prepared, committed } of slots.values()) {
    if (pre_prepare !== null) records.push({ kind: 'pre-prepared', pre_prepare })
    if (prepared !== null) records.push({ kind: 'prepared', certificate: prepared })
    if (committed !== null) records.push({ kind: 'committed', decided: committed })
  }
  saveSnapshot(core, { stable, rows }, records)
}
