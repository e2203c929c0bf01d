/** Members come and go: operations under way wait for the new replicas as well. */
import { emit } from '../kit/core'
import { startAntiEntropy } from './anti-entropy'
import type { Core } from './core'
import { stateEvent } from './disk'
import { startMoves } from './moves'
import { askMoreReplicas } from './reads'
import type { QuorumState } from './state'
import { enterEpoch } from './views'
import { storeOnMoreReplicas } from './writes'

export function onMembersChanged(core: Core, history: QuorumState['history']): void {
  const { state } = core
  enterEpoch(state, history)
  for (const range of state.rebuilding.keys()) state.rebuilding.set(range, new Map())
  for (const operation of [...state.open.values()]) {
    if (operation.kind === 'write') storeOnMoreReplicas(core, operation)
    else askMoreReplicas(core, operation)
  }
  startMoves(core)
  startAntiEntropy(core)
  emit(core, stateEvent(state))
}
