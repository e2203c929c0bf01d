/** A leap second, which sources announce: a second that wall clocks show twice, or spread over longer seconds. */
import { LeapSecond } from '../../../src-shared/protocols/clock-sync/facts'
import { reading_us } from '../kit/clock-sync/client'
import { emit, setTimer } from '../kit/core'
import type { Core } from './core'
import { leapStart_us, wallClock_us } from './time'

/** Beyond that a command was mistyped. */
const ANNOUNCED_S_MAX = 86_400

/** An operator tells a node with a reference clock, which tells those that ask it. */
export function onAnnounce(core: Core, in_s: unknown): void {
  if (typeof in_s !== 'number' || in_s < 0 || in_s > ANNOUNCED_S_MAX) return
  learnOfLeap(core, Math.round(core.now_us + in_s * 1e6))
}

/** The first announcement counts: there is one leap second in a run. */
export function learnOfLeap(core: Core, leap_at_us: number | null): void {
  const { state } = core
  if (leap_at_us === null || state.leap_at_us !== null) return
  state.leap_at_us = leap_at_us
  beginLeap(core)
}

/** Once it is time, by the corrected clock. */
export function beginLeap(core: Core): void {
  const { state, now_us } = core
  const { leap_second: how } = state.settings
  const time_us = reading_us(state.client, now_us)
  const wait_us = leapStart_us(state) - time_us
  if (wait_us > 0) return setTimer(core, 'leap', wait_us)
  const to_us = wallClock_us(state, now_us)
  emit(core, LeapSecond.of(state.id, { how, from_us: how === 'step' ? time_us : to_us, to_us }))
}
