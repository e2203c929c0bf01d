/** What a leader asks its group to replicate, or to confirm. */
import type { Operation } from '../../../src-shared/operations'
import type { Plain } from '../contract'
import type { GroupId } from '../kit/groups/state'
import { commandRequest } from '../replicated-log/command'
import type { Core } from './core'
import { hand } from '../kit/groups/waiting'
import { ledOf } from './led'
import type { CommitCommand } from './group-state'
import type { Led, Proposal } from './state'

/** Once at a time for each transaction. */
export function propose(core: Core, group: GroupId, led: Led, command: CommitCommand): void {
  const { id } = core.state
  const transaction = command.do === 'prepare' ? command.work.transaction : command.transaction
  const request = open(core, led, { group, term: led.term, what: command.do, transaction })
  if (request === null) return
  const logged = { command: command as unknown as Plain, bytes: JSON.stringify(command).length }
  hand(core, group, { kind: 'request', request: commandRequest(request, `~${id}`, -request, logged) })
}

/** Asks whether this node still leads the group. */
export function confirm(core: Core, group: GroupId, led: Led, transaction: string): void {
  const request = open(core, led, { group, term: led.term, what: 'confirm', transaction })
  if (request === null) return
  const operation: Operation = { f: 'get', key: '' }
  hand(core, group, { kind: 'request', request: { request, session: `~${core.state.id}`, sequence: -request, operation } })
}

/** null: it is on its way already. */
function open({ state: { proposals } }: Core, led: Led, proposal: Proposal): number | null {
  const name = nameOf(proposal)
  if (led.proposed.has(name)) return null
  led.proposed.add(name)
  proposals.open.set(--proposals.last, proposal)
  return proposals.last
}

function nameOf({ what, transaction }: Proposal): string {
  return `${what} ${transaction}`
}

/** The group has answered it; null: it is no proposal, or of a time when this node led before. */
export function takeAnswered(core: Core, request: number): (Proposal & { readonly led: Led }) | null {
  const { proposals } = core.state
  const proposal = proposals.open.get(request)
  if (proposal === undefined) return null
  proposals.open.delete(request)
  const led = ledOf(core, proposal.group)
  if (led?.term !== proposal.term) return null
  led.proposed.delete(nameOf(proposal))
  return { ...proposal, led }
}
