/** Operator commands, as the description declares them. */
import { note } from '../kit/core'
import { takeCheckpoint } from './checkpoint'
import type { Core } from './core'
import { startViewChange } from './view-change'

export function onCommand(core: Core, command: string): void {
  const { state } = core
  if (command === 'take-snapshot') return takeCheckpoint(core)
  if (state.leading !== null) return note(core, 'campaign', `${state.id} is primary already`)
  if (state.status === 'recovering') return note(core, 'campaign', `${state.id} has lost its log and takes no part yet`)
  startViewChange(core, state.view + 1)
}
