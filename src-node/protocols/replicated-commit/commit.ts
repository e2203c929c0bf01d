/** A gateway has all steps executed: it asks the groups to prepare, has the decision recorded, and answers the client with what the record says. */
import { Decided, Started } from '../../../src-shared/protocols/transactions/facts'
import type { ClientReply } from '../contract'
import { emit, reply } from '../kit/core'
import type { GroupId } from '../kit/groups/state'
import type { Core } from './core'
import { tellLeader } from './core'
import { recordGroup } from './groups'
import type { Decision, Vote } from './messages'
import type { OpenTransaction } from './state'

export function startPreparing(core: Core, open: OpenTransaction): void {
  const { transaction, members } = open
  open.phase = 'preparing'
  emit(core, Started.of(core.state.id, { transaction, participants: [...members.keys()] }))
  resendPrepare(core, open)
  decideIfReady(core, open)
}

/** Asks whoever has not voted; whoever has is told that this node lives. */
export function resendPrepare(core: Core, { transaction, begun_us, members }: OpenTransaction): void {
  for (const [group, { incarnation, vote }] of members)
    if (vote !== 'read-only')
      tellLeader(core, group, { type: 'prepare', group, transaction, incarnation: incarnation!, begun_us })
}

export function onVote(core: Core, { group, transaction, vote }: Vote): void {
  const open = core.state.open.get(transaction)
  const member = open?.members.get(group)
  if (open?.phase !== 'preparing' || member?.vote !== null) return
  member.vote = vote
  decideIfReady(core, open)
}

/** Where nothing is written nothing needs a record. */
function decideIfReady(core: Core, open: OpenTransaction): void {
  if ([...open.members.values()].some(({ vote }) => vote === null)) return
  if (participantsOf(open).length === 0) return commit(core, open)
  open.phase = 'deciding'
  open.deadline_us = core.now_us + core.state.settings.timeout_us
  sendDecide(core, open)
}

function participantsOf({ members }: OpenTransaction): GroupId[] {
  return [...members].flatMap(([group, { vote }]) => (vote === 'yes' ? [group] : []))
}

function sendDecide(core: Core, open: OpenTransaction): void {
  const { transaction, begun_us, answers } = open
  const record = recordGroup(core.state, transaction)
  tellLeader(core, record, { type: 'decide', transaction, begun_us, participants: participantsOf(open), answers })
}

/** The record alone says what became of it: the gateway asks until it is told, whether or not clients still wait. */
export function resendDecide(core: Core, open: OpenTransaction, is_late: boolean): void {
  if (is_late) {
    answer(core, open, { status: 'unknown', error: 'the group of the transaction record has not answered in time' })
    open.requests = []
  }
  sendDecide(core, open)
  resendPrepare(core, open)
}

export function onDecision(core: Core, decision: Decision): void {
  const open = core.state.open.get(decision.transaction)
  if (open?.phase !== 'deciding') return
  if (decision.commit) return commit(core, open)
  if (decision.answers !== null) answer(core, open, { status: 'ok', result: { answers: decision.answers } })
  abort(core, decision.answers === null ? open : { ...open, requests: [] }, decision.reason)
}

function commit(core: Core, open: OpenTransaction): void {
  const { state } = core
  state.open.delete(open.transaction)
  emit(core, Decided.of(state.id, { transaction: open.transaction, commit: true, participants: participantsOf(open) }))
  answer(core, open, { status: 'ok', result: { answers: open.answers } })
}

/** Of an abort by the client itself: no try of the transaction ends otherwise. */
export const FINAL = { final: true } as const

/** Before it has asked for a record of commit, the gateway may abort without one: nobody else would commit it. */
export function abort(core: Core, open: OpenTransaction, reason: string, finality: Partial<typeof FINAL> = {}): void {
  const { state } = core
  const { transaction, members } = open
  state.open.delete(transaction)
  const participants = [...members.keys()]
  emit(core, Decided.of(state.id, { transaction, commit: false, participants, reason }))
  for (const group of participants) tellLeader(core, group, { type: 'outcome', group, transaction, commit: false })
  answer(core, open, { status: 'rejected', error: `aborted: ${reason}`, ...finality })
}

function answer(core: Core, { requests }: OpenTransaction, given: ClientReply): void {
  for (const request of requests) reply(core, request, given)
}
