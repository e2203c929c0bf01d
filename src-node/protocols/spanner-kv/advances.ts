/** A group without writes moves its safe time on with entries that hold nothing else, so that snapshots need not wait (§4.2.4). */
import type { Plain } from '../contract'
import type { GroupId } from '../kit/groups/state'
import { leads } from '../raft/leads'
import { commandRequest } from '../replicated-log/command'
import type { Core } from './core'
import { hand } from '../kit/groups/waiting'
import { raftOf, setTimer } from './core'
import type { SpannerCommand } from './machine'
import { giveTimestamp, lastGiven } from './writes'

/** Size of such an entry, roughly. */
const ADVANCE_BYTES = 16

export function onAdvanceTimer(core: Core): void {
  const { state } = core
  setTimer(core, 'advance', state.settings.advance_us)
  const under_way = new Set(state.advances.open.values())
  for (const group of state.groups) if (!under_way.has(group)) advance(core, group)
}

function advance(core: Core, group: GroupId): void {
  const { state, interval } = core
  if (interval === null || !leads(raftOf(state, group))) return
  if (interval.latest_us - lastGiven(state, group) < state.settings.advance_us) return
  const request = --state.advances.last
  state.advances.open.set(request, group)
  const command: SpannerCommand = { do: 'advance', at_us: giveTimestamp(state, group, interval) }
  const logged = { command: command as unknown as Plain, bytes: ADVANCE_BYTES }
  hand(core, group, { kind: 'request', request: commandRequest(request, `~${state.id}`, -request, logged) })
}
