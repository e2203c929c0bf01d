/** Decisions: each is on disk, told to the others once, and again to whoever asks or speaks of an instance that is over. */
import type { NodeId } from '../../../src-shared/ids'
import type { Bit } from '../../../src-shared/protocols/ben-or/bits'
import { BitDecided } from '../../../src-shared/protocols/ben-or/facts'
import { setTimer } from '../kit/core'
import { emitAfterLog } from '../kit/durable-events'
import { tell } from '../kit/own-messages'
import type { Core } from './core'
import { log } from './core'
import type { Decided, Repeat } from './messages'

type Reason = Omit<BitDecided['data'], 'instance' | 'bit'>

export function decide(core: Core, instance: number, bit: Bit, reason: Reason): void {
  const { state } = core
  state.decisions.push(bit)
  state.round = null
  log(core, { kind: 'decide', instance, bit })
  emitAfterLog(core, BitDecided.of(state.id, { instance, bit, ...reason }))
  // Whoever was told need not tell: those who miss it ask.
  if (reason.told_by === null)
    for (const node of state.nodes) if (node !== state.id) tell(core, node, { type: 'decided', instance, bit }, 'sync')
  if (state.takes_part && instance < state.settings.instances) setTimer(core, 'next', state.settings.pause_us)
}

export function onDecided(core: Core, from: NodeId, { instance, bit }: Decided): void {
  const { decisions, early, settings } = core.state
  if (instance !== decisions.length + 1 || instance > settings.instances) return
  early.length = 0
  decide(core, instance, bit, { round: null, proposals: 0, told_by: from })
}

/** Whether it spoke of an instance that is over, and has been told so. */
export function tellIfDecided(core: Core, to: NodeId, instance: number): boolean {
  const bit = core.state.decisions[instance - 1]
  if (bit === undefined) return false
  if (to !== core.state.id) tell(core, to, { type: 'decided', instance, bit }, 'sync')
  return true
}

export function onRepeat(core: Core, from: NodeId, { instance, round: number, phase }: Repeat): void {
  if (tellIfDecided(core, from, instance)) return
  const { round } = core.state
  const said = round?.instance === instance ? round.said[number - 1] : undefined
  if (said === undefined) return
  if (phase === 'report') tell(core, from, { type: 'report', instance, round: number, bit: said.report }, 'sync')
  else if (said.proposal !== undefined)
    tell(core, from, { type: 'proposal', instance, round: number, bit: said.proposal }, 'sync')
}

/** A node that takes no part asks for decisions alone. */
export function onRepeatTimer(core: Core): void {
  const { state } = core
  const { id, nodes, round, takes_part, decisions, settings } = state
  setTimer(core, 'repeat', settings.repeat_us)
  if (state.switches['never-repeat'] || decisions.length >= settings.instances) return
  const instance = decisions.length + 1
  if (round === null) {
    if (!takes_part)
      for (const node of nodes) if (node !== id) tell(core, node, { type: 'repeat', instance, round: 1, phase: 'report' }, 'now')
    return
  }
  const { number, phase, heard } = round
  const { reports, proposals } = heard.get(number) ?? {}
  const spoken = phase === 'report' ? reports : proposals
  for (const node of nodes)
    if (node !== id && !spoken?.has(node)) tell(core, node, { type: 'repeat', instance, round: number, phase }, 'now')
}
