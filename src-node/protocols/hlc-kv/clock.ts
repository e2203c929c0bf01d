/** The node's hybrid clock: what it stamps with, what it takes in, and the bound of it that is on disk. */
import { compareHybrid, receive, tick } from '../../../src-shared/causality/hybrid-clock'
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import { ClockAdvanced, StampRefused } from '../../../src-shared/protocols/hlc-kv/facts'
import { append, emit } from '../kit/core'
import type { Core } from './core'
import type { HlcState } from './state'

const US_PER_MS = 1000

/** The stamp of an event of the node's own. */
export function tickClock(state: HlcState): HybridTime {
  setClock(state, tick(state.clock, state.now_us))
  return state.clock
}

/** The stamp of a client's write. */
export function stampWrite(state: HlcState): HybridTime {
  return state.switches['wall-clock-stamps'] ? { physical_us: state.now_us, counter: 0 } : tickClock(state)
}

/** Takes in the stamp of a message or a client. False: it would advance the clock too far, and so whatever carried it must not be taken in. */
export function takeStamp(core: Core, by: string, stamp: HybridTime): boolean {
  const { state } = core
  const { now_us, settings, switches, clock, counters } = state
  const ahead_us = stamp.physical_us - now_us
  const advances = compareHybrid(stamp, clock) > 0
  if (advances && ahead_us > settings.max_offset_us && !switches['offset-unchecked']) {
    counters.stamps_refused++
    const limit_ms = settings.max_offset_us / US_PER_MS
    emit(core, StampRefused.of(state.id, { by, stamp, ahead_ms: ahead_us / US_PER_MS, limit_ms }))
    return false
  }
  if (switches['receive-without-merge']) return true
  setClock(state, receive(clock, stamp, now_us))
  if (!advances || ahead_us <= 0) return true
  counters.clock_advances++
  emit(core, ClockAdvanced.of(state.id, { by, stamp: state.clock, ahead_ms: ahead_us / US_PER_MS }))
  return true
}

function setClock(state: HlcState, shown: HybridTime): void {
  state.clock = state.switches['counter-frozen'] ? { ...shown, counter: 0 } : shown
  state.counters.counter_max = Math.max(state.counters.counter_max, state.clock.counter)
}

/** Raises the bound on disk above what the clock shows, before any stamp of this step is let out. */
export function storeBound(core: Core): void {
  const { state } = core
  if (state.switches['bound-not-stored'] || state.clock.physical_us < state.bound_us) return
  state.bound_us = state.clock.physical_us + Math.max(1, Math.round(state.settings.bound_ahead_us))
  append(core, { kind: 'bound', bound_us: state.bound_us })
  state.disk.since_snapshot++
}
