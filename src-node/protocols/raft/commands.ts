/** Operator commands, as the description declares them. */
import { note } from '../kit/core'
import type { Core } from './core'
import { campaign } from './election'
import { takeSnapshot } from './snapshot'
import { startTransfer } from './transfer'

export function onCommand(core: Core, command: string, given: Readonly<Record<string, string | number | boolean>>): void {
  const { id, role, leading, generation } = core.state
  switch (command) {
    case 'transfer-leadership':
      if (leading === null) return note(core, 'transfer', `${id} is no leader and has nothing to hand over`)
      return startTransfer(core, leading, given['to'] === undefined ? null : String(given['to']))
    case 'campaign':
      if (role === 'leader') return note(core, 'election-started', `${id} leads already`)
      if (generation > 0) return note(core, 'disk-lost', `${id} has lost its disk and may not campaign`)
      return campaign(core, true)
    case 'take-snapshot':
      return takeSnapshot(core)
    default:
      return note(core, 'command', `raft knows no command ${command}`)
  }
}
