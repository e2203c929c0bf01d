/** Nodes that keep their clocks by asking time sources, as NTP does (Mills, RFC 5905). */
import { description } from '../../../src-shared/protocols/clock-sync/description'
import type { Protocol } from '../contract'
import { boot } from './boot'
import { createInvariants } from './invariants'
import { describeMessage } from './messages'
import type { ClockSyncMessage } from './messages'
import { sample } from './sampling'
import type { ClockSyncState } from './state'
import { step } from './step'
import { timeOf } from './time'

export const clockSync: Protocol<ClockSyncState, ClockSyncMessage, never, never> = {
  description,
  boot,
  step,
  sample,
  believedTime: timeOf,
  createInvariants,
  describe({ id, role, client: { sources, agreed } }) {
    if (sources.length === 0) return `${id} is ${role}, asks nobody`
    return `${id} is ${role}, asks ${sources.join(', ')}: ${agreed === null ? 'no time yet' : `within ${Math.round(agreed.bound_us)} µs`}`
  },
  describeMessage
}
