/** Members come and go: operations under way wait for the new replicas as well. */
import { emit } from '../kit/core'
import { startAntiEntropy } from './anti-entropy'
import type { Core } from './core'
import { stateEvent } from './disk'
import { newProgress } from './fetching'
import { startMoves } from './moves'
import { askNewMembers } from './open-operations'
import { noteReturns } from './returning'
import type { QuorumState } from './state'
import { epochOf, enterEpoch } from './views'

export function onMembersChanged(core: Core, history: QuorumState['history']): void {
  const { state } = core
  const before = epochOf(state)
  enterEpoch(state, history)
  for (const range of state.rebuilding.keys()) state.rebuilding.set(range, newProgress())
  noteReturns(core)
  askNewMembers(core, before)
  startMoves(core)
  startAntiEntropy(core)
  emit(core, stateEvent(state))
}
