/**
 * A time master. It takes its own clock for the time: to within what its receiver or atomic clock is good for, and less sure by the second
 * while nothing corrects it. It cannot know that it is deceived.
 */
import type { ClockInterval } from '../../../src-shared/clock/interval'
import { boundOf_us, intervalAround } from '../../../src-shared/clock/interval'
import type { NodeId } from '../../../src-shared/ids'
import { ATOMIC_MASTER, GPS_MASTER } from '../../../src-shared/protocols/spanner-kv/masters'
import { ReceptionChanged } from '../../../src-shared/protocols/spanner-kv/facts'
import { driftAllowance_us } from '../kit/clock-sync/exchange'
import { answer } from '../kit/clock-sync/messages'
import { emit, send } from '../kit/core'
import type { Core } from './core'
import type { TimeRequestMessage } from './messages'
import type { Master, Settings } from './state'

/** A reference clock of its own (RFC 5905 §7.3). */
const STRATUM = 1

/** Null: a member with this role is none. */
export function newMaster(role: string | undefined, now_us: number): Master | null {
  if (role === GPS_MASTER) return { unsure_since_us: null }
  return role === ATOMIC_MASTER ? { unsure_since_us: now_us } : null
}

export function masterInterval({ unsure_since_us }: Master, settings: Settings, now_us: number): ClockInterval {
  const { master_error_us, master_drift_ppm } = settings
  const drift_us = unsure_since_us === null ? 0 : driftAllowance_us(now_us - unsure_since_us, master_drift_ppm)
  return intervalAround(now_us, master_error_us + drift_us)
}

/** The error is the master's own; that of the way there is for whoever asks to find out. */
export function onTimeRequest(core: Core, from: NodeId, request: TimeRequestMessage): void {
  const { state, now_us } = core
  if (state.master === null) return
  const bound_us = boundOf_us(masterInterval(state.master, state.settings, now_us))
  const served = answer(request, { receive_us: now_us, transmit_us: now_us, bound_us, stratum: STRATUM })
  send(core, from, { type: 'time-answer', ...served }, 'now')
}

/** An atomic master has no reception to lose. */
export function setReception(core: Core, receives: boolean): void {
  const { state, now_us } = core
  const { master, role, id } = state
  if (master === null || role !== GPS_MASTER || (master.unsure_since_us === null) === receives) return
  master.unsure_since_us = receives ? null : now_us
  emit(core, ReceptionChanged.of(id, { receives }))
}
