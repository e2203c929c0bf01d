/** What a participant does about decisions that do not come. */
import type { NodeId } from '../../../src-shared/ids'
import { InDoubt } from '../../../src-shared/protocols/transactions/facts'
import { emit, send } from '../kit/core'
import type { Core } from './core'
import { RETRIES_BEFORE_RESEND } from './core'
import { mayBeForgotten } from './decisions'
import type { Ask } from './messages'
import { abortUnprepared, lockedBy, release } from './participant'
import { takeOver } from './paxos/leader'
import type { AtomicCommitState, Prepared } from './state'
import { answerState, seekTermination } from './three-phase/termination'

/** A participant with the bug waits so much longer, and then decides by itself. */
const RETRIES_BEFORE_ABORT = 3

export function pursueDecisions(core: Core): void {
  const { state } = core
  for (const prepared of [...state.prepared.values()]) {
    prepared.waited++
    if (prepared.waited === retriesUntilOverdue(state) && prepared.forced === null)
      emit(core, InDoubt.of(state.id, { transaction: prepared.transaction, locked: lockedBy(prepared) }))
    if (state.switches['abort-in-doubt'] && prepared.waited >= RETRIES_BEFORE_RESEND + RETRIES_BEFORE_ABORT)
      release(core, prepared, false)
    else if (!state.switches['never-ask']) pursue(core, prepared)
  }
}

function pursue(core: Core, prepared: Prepared): void {
  const { state } = core
  switch (state.settings.commit) {
    case 'two-phase':
      return prepared.waited < RETRIES_BEFORE_RESEND ? undefined : ask(core, prepared)
    case 'three-phase':
      return seekTermination(core, prepared, retriesUntilOverdue(state))
    case 'paxos':
      return isItsTurn(state, prepared) ? takeOver(core, prepared.transaction, prepared.participants) : undefined
  }
}

/** After so many the coordinator must have decided, if it could: it waits for votes no longer than their timeout. */
function retriesUntilOverdue({ settings: { vote_timeout_us, retry_us } }: AtomicCommitState): number {
  return 1 + Math.ceil(vote_timeout_us / retry_us)
}

function ask(core: Core, { transaction, participants }: Prepared): void {
  const { id, coordinator, settings } = core.state
  const others = settings.termination === 'cooperative' ? participants.filter((one) => one !== id) : []
  for (const one of [coordinator, ...others]) send(core, one, { type: 'ask', transaction, leads: false }, 'now')
}

/** Participants take turns at taking over, since leaders that compete get in each other's way. */
function isItsTurn(state: AtomicCommitState, { participants, waited }: Prepared): boolean {
  const overdue = waited - retriesUntilOverdue(state)
  const turn = overdue / RETRIES_BEFORE_RESEND
  return overdue >= 0 && turn % participants.length === participants.indexOf(state.id)
}

/** Another participant is in doubt. Whoever has not voted yet can still abort; whoever has voted yes knows no more than it. */
export function onAskParticipant(core: Core, from: NodeId, { transaction, leads }: Ask): void {
  const { decisions, prepared, settings } = core.state
  const own = prepared.get(transaction)
  if (own !== undefined) return settings.commit === 'three-phase' ? answerState(core, from, own, leads) : undefined
  const known = decisions.known.get(transaction)
  if (known === undefined) {
    // What it has forgotten may have been committed.
    if (mayBeForgotten(decisions, transaction)) return
    abortUnprepared(core, transaction)
  }
  send(core, from, { type: 'decide', transaction, commit: known ?? false }, 'sync')
}
