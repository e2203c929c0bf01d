/** The timer that has a backup ask for another view (§4.4): it runs for the oldest request that waits, or for a new view. */
import { clearTimer, setTimer } from '../kit/core'
import type { Core } from './core'
import { isPrimary } from './core'
import { quorumOf } from './signatures'
import type { PbftState } from './state'

/** Sets the timer if it is to run for something else than before. */
export function followTimer(core: Core): void {
  const { state } = core
  const wanted = waitingFor(state)
  if (wanted === state.timer_for) return
  state.timer_for = wanted
  if (wanted === null) clearTimer(core, 'view')
  else setTimer(core, 'view', state.timeout_us)
}

/** A node that asks for a view waits for it once a quorum does: alone it would run ahead of all others. */
function waitingFor(state: PbftState): string | null {
  const { phase, view, changes, nodes, pending, takes_part } = state
  if (!takes_part) return null
  if (phase === 'changing') {
    const asking = [...changes.values()].filter((change) => change.view >= view).length
    return asking >= quorumOf(nodes) ? `view ${view}` : null
  }
  const [oldest] = pending.keys()
  return oldest === undefined || isPrimary(state) ? null : `${oldest} in view ${view}`
}
