/** Operator commands, as the description declares them. */
import { note } from '../kit/core'
import { isVoter } from '../replicated-log/membership'
import type { Core } from './core'
import { campaign, contactText, hasRecentLeaderContact } from './election'
import { changeVoters } from './membership-change'
import { takeSnapshot } from './snapshot'
import { startTransfer } from './transfer'

export function onCommand(core: Core, command: string, given: Readonly<Record<string, string | number | boolean>>): void {
  const { id, role, leading, generation, membership, settings } = core.state
  switch (command) {
    case 'transfer-leadership':
      if (leading === null) return note(core, 'transfer', `${id} is no leader and has nothing to hand over`)
      return startTransfer(core, leading, given['to'] === undefined ? null : String(given['to']))
    case 'campaign':
      if (role === 'leader') return note(core, 'election-started', `${id} leads already`)
      if (generation > 0) return note(core, 'disk-lost', `${id} has lost its disk and may not campaign`)
      if (!isVoter(membership, id)) return note(core, 'election-started', `${id} has no vote and may not campaign`)
      if (settings.lease_reads && hasRecentLeaderContact(core.state, id))
        return note(core, 'election-started', `${id} may not campaign: ${contactText(core.state)}`)
      return campaign(core, !settings.lease_reads)
    case 'change-voters':
      if (leading === null) return note(core, 'membership', `${id} is no leader and cannot change who votes`)
      return changeVoters(core, leading, String(given['voters']))
    case 'take-snapshot':
      return takeSnapshot(core)
    default:
      return note(core, 'command', `raft knows no command ${command}`)
  }
}
