/** Every so often nodes say how far they are; who is further sends what the other lacks. Nothing that is lost on the way stays lost. */
import type { NodeId } from '../../../src-shared/ids'
import { StateTaken } from '../../../src-shared/protocols/pbft/facts'
import { primaryOf } from '../../../src-shared/protocols/pbft/views'
import { emit, setTimer } from '../kit/core'
import { machineFromRows } from '../replicated-log/state-machine'
import { commit, ownWords } from './agreement'
import { becomeStable } from './checkpoints'
import type { Core } from './core'
import { isPrimary, judgeOf, refuse } from './core'
import { executeCommitted, undoTentative } from './execution'
import type { Decided, StateTransfer, Status } from './messages'
import { dropDone, overlooked } from './requests'
import { batchDigest, isStable, isVouchedBy, phaseText, quorumOf, stateDigest } from './signatures'
import { isInWindow, slotOf } from './slots'
import { tell, tellOthers } from './telling'

/** Numbers, and relayed requests, that are sent at once. */
const NUMBERS_MAX = 16
const RELAYED_MAX = 64

export function onStatusTimer(core: Core): void {
  const { state } = core
  const { id, view, phase, executed, settings, nodes, changes } = state
  tellOthers(core, { type: 'status', view, settled: phase === 'settled', executed }, 'now')
  const own = changes.get(id)
  if (phase === 'changing' && own !== undefined) tellOthers(core, own, 'sync')
  const requests = overlooked(state, settings.status_us).slice(0, RELAYED_MAX)
  if (phase === 'settled' && !isPrimary(state) && requests.length > 0)
    tell(core, primaryOf(view, nodes), { type: 'relay', requests }, 'now')
  setTimer(core, 'status', settings.status_us)
}

export function onStatus(core: Core, from: NodeId, { view, settled, executed }: Status): void {
  const { state } = core
  const is_behind = view < state.view || (view === state.view && !settled)
  if (is_behind && state.phase === 'settled' && state.new_view !== null) tell(core, from, state.new_view, 'sync')
  if (executed < state.stable.n && state.stable_rows !== null)
    return tell(core, from, { type: 'state', stable: state.stable, rows: state.stable_rows }, 'sync')
  for (let n = executed + 1; n <= executed + NUMBERS_MAX; n++) sendAgain(core, from, n, view)
}

function sendAgain(core: Core, to: NodeId, n: number, view: number): void {
  const { state } = core
  const slot = state.slots.get(n)
  if (slot === undefined) return
  if (slot.committed !== null) return tell(core, to, slot.committed, 'sync')
  if (view !== state.view || state.now_us - slot.since_us < state.settings.status_us) return
  for (const message of ownWords(core, slot)) tell(core, to, message, 'sync')
}

export function onDecided(core: Core, from: NodeId, { pre_prepare, commits }: Decided): void {
  const { state, keys } = core
  const { n, digest, requests } = pre_prepare
  if (n <= state.executed || !isInWindow(state, n)) return
  const slot = slotOf(state, n)
  if (slot.committed !== null) return
  const is_decided =
    state.switches['decided-unchecked'] ||
    (batchDigest(keys, requests) === digest &&
      isVouchedBy(judgeOf(core), commits, phaseText('commit', pre_prepare), quorumOf(state.nodes)))
  if (is_decided) return commit(core, slot, pre_prepare, commits)
  refuse(core, from, 'a batch as decided', n, 'no quorum has committed it')
}

export function onState(core: Core, from: NodeId, { stable, rows }: StateTransfer): void {
  const { state, keys } = core
  if (stable.n <= state.executed) return
  if (!isStable(judgeOf(core), stable) || stateDigest(keys, rows) !== stable.digest)
    return refuse(core, from, 'a state', stable.n, 'no quorum vouches for it')
  // The state has it, or something else under its number.
  undoTentative(core)
  state.machine = machineFromRows(rows)
  state.executed = stable.n
  emit(core, StateTaken.of(state.id, { n: stable.n, view: state.view, from }))
  state.checkpoints.set(stable.n, { digest: stable.digest, rows })
  if (stable.n >= state.stable.n) becomeStable(core, stable)
  dropDone(core)
  executeCommitted(core)
}
