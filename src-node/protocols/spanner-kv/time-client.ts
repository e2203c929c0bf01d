/** A replica keeps its time by asking the time masters every so often (§3). */
import type { NodeId } from '../../../src-shared/ids'
import { MasterHeard, MasterRefused } from '../../../src-shared/protocols/spanner-kv/facts'
import { nextRequests, onReply } from '../kit/clock-sync/client'
import type { Synchronisation } from '../kit/clock-sync/client'
import { stepTo } from '../kit/clock-sync/correction'
import { emit, send } from '../kit/core'
import type { Core } from './core'
import { setTimer } from './core'
import type { TimeAnswerMessage } from './messages'

export function onPollTimer(core: Core): void {
  const { state, now_us } = core
  const { clock, heard } = state
  for (const [master, request] of nextRequests(clock, now_us)) send(core, master, { type: 'time-request', ...request }, 'now')
  for (const master of [...heard]) if (!clock.exchanges.has(master)) setHeard(core, master, false)
  setTimer(core, 'poll', state.settings.poll_us)
}

export function onTimeAnswer(core: Core, from: NodeId, message: TimeAnswerMessage): void {
  const { state, now_us } = core
  const synchronisation = onReply(state.clock, from, message, now_us)
  if (synchronisation === null) return
  if (!state.heard.has(from)) setHeard(core, from, true)
  if (state.switches['believe-one-master']) believe(core, synchronisation)
  for (const master of state.clock.sources) setRefused(core, master, synchronisation.falsetickers.includes(master))
}

/** The deliberate bug of going by whoever answers. */
function believe({ state, now_us }: Core, { exchange: { offset_us, bound_us, stratum } }: Synchronisation): void {
  state.clock.correction = stepTo(offset_us, now_us)
  state.clock.agreed = { at_us: now_us, bound_us, stratum }
}

function setHeard(core: Core, master: NodeId, heard: boolean): void {
  const { state } = core
  if (heard) state.heard.add(master)
  else state.heard.delete(master)
  emit(core, MasterHeard.of(state.id, { master, heard }))
}

function setRefused(core: Core, master: NodeId, refused: boolean): void {
  const { state } = core
  if (state.refused.has(master) === refused) return
  if (refused) state.refused.add(master)
  else state.refused.delete(master)
  emit(core, MasterRefused.of(state.id, { master, refused }))
}
