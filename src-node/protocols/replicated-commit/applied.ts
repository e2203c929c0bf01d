/** What a group has applied and answered, as its leader acts on it. */
import type { ClientReply } from '../contract'
import type { GroupId } from '../kit/groups/state'
import type { Core } from './core'
import { ledOf } from './led'
import type { Applied } from './group-state'
import { onConfirmed, onOutcomeApplied, onPrepared } from './participant'
import { takeAnswered } from './proposals'
import { onDecided } from './records'
import { refuseHere } from './steps'

export function onApplied(core: Core, group: GroupId, applied: Applied): void {
  const led = ledOf(core, group)
  // A leader that was deposed is late: the next one tells of it.
  if (led === null) return
  switch (applied.do) {
    case 'prepare':
      return onPrepared(core, group, led, applied.work)
    case 'outcome':
      return onOutcomeApplied(core, group, led, applied)
    case 'decide':
      return onDecided(core, group, applied)
  }
}

/** What was applied the machine tells; here it is known what the group did not take, and that this node still leads. */
export function onProposalAnswered(core: Core, request: number, answer: ClientReply): void {
  const answered = takeAnswered(core, request)
  if (answered === null) return
  const { group, led, what, transaction } = answered
  if (what === 'confirm' && answer.status === 'ok') return onConfirmed(core, group, led, transaction)
  if ((what === 'prepare' || what === 'confirm') && answer.status === 'rejected')
    refuseHere(core, group, led, transaction, answer.error)
}
