/**
 * The termination protocol of three-phase commit (Skeen 1982): a participant that hears nothing more asks all others how far they have
 * come, and decides for those that answer. It takes silence for death, and so is right only while no message is late or lost.
 */
import type { NodeId } from '../../../../src-shared/ids'
import { PreCommitted, TookOver } from '../../../../src-shared/protocols/transactions/facts'
import { emit, send } from '../../kit/core'
import { emitOnceDurable } from '../../kit/durable-events'
import type { Core } from '../core'
import { log, RETRIES_BEFORE_RESEND } from '../core'
import type { State } from '../messages'
import { decideFor, release } from '../participant'
import type { Prepared } from '../state'
import type { Answered, MemberState } from './state'

/** The waits for votes and for pre-commits, and one more before another participant tries. */
const WAITS_BEFORE_FIRST = 2

export function onPreCommit(core: Core, from: NodeId, transaction: string): void {
  const prepared = core.state.prepared.get(transaction)
  if (prepared === undefined) return
  waitAgain(prepared)
  if (!prepared.pre_committed) preCommit(core, prepared)
  send(core, from, { type: 'pre-committed', transaction }, 'sync')
}

function preCommit(core: Core, prepared: Prepared): void {
  const { transaction } = prepared
  prepared.pre_committed = true
  log(core, { kind: 'pre-commit', transaction })
  emitOnceDurable(core, PreCommitted.of(core.state.id, { transaction }))
}

/** `overdue`: retries after which a wait is over. */
export function seekTermination(core: Core, prepared: Prepared, overdue: number): void {
  const { termination, participants } = prepared
  const { id } = core.state
  const rank = participants.indexOf(id)
  const patience = termination.recovered ? RETRIES_BEFORE_RESEND : overdue * (WAITS_BEFORE_FIRST + rank)
  const waited = ++termination.waited
  if (waited < patience || (waited - patience) % RETRIES_BEFORE_RESEND !== 0) return
  if (core.state.switches['decide-alone']) return release(core, prepared, prepared.pre_committed)
  if (termination.answers !== null && endByAnswers(core, prepared, termination.answers)) return
  if (termination.answers === null && !termination.recovered)
    emit(core, TookOver.of(id, { transaction: prepared.transaction, ballot: rank }))
  termination.answers = new Map()
  for (const other of othersOf(core, prepared))
    send(core, other, { type: 'ask', transaction: prepared.transaction, leads: !termination.recovered }, 'now')
}

function othersOf({ state: { id, coordinator } }: Core, { participants }: Prepared): NodeId[] {
  return [...participants, coordinator].filter((one) => one !== id)
}

/** Whether it has decided. */
function endByAnswers(core: Core, prepared: Prepared, answers: ReadonlyMap<NodeId, Answered>): boolean {
  const { switches } = core.state
  const is_complete = answers.size === othersOf(core, prepared).length || switches['recovered-decides']
  // Whoever was down may have missed what the others decided.
  if (prepared.termination.recovered && !is_complete) return false
  const counted = [...answers].filter(([, { recovered }]) => is_complete || !recovered)
  const inState = (wanted: MemberState) => counted.filter(([, { state }]) => state === wanted).map(([node]) => node)
  const was_pre_committed = prepared.pre_committed
  const may_commit = was_pre_committed || inState('pre-committed').length > 0 || switches['commit-unheard']
  if (!may_commit || switches['abort-pre-committed']) return decideForAll(core, prepared, false)
  if (!was_pre_committed) preCommit(core, prepared)
  const behind = inState('prepared')
  for (const node of behind) send(core, node, { type: 'pre-commit', transaction: prepared.transaction }, 'sync')
  return was_pre_committed && behind.length === 0 && decideForAll(core, prepared, true)
}

function decideForAll(core: Core, prepared: Prepared, commit: boolean): boolean {
  decideFor(core, prepared, commit)
  return true
}

/** Another participant asks how far this one has come. If it decides by that, this one has time. */
export function answerState(core: Core, from: NodeId, prepared: Prepared, is_led: boolean): void {
  const { transaction, participants, termination, pre_committed } = prepared
  const comes_first = participants.indexOf(from) < participants.indexOf(core.state.id)
  if (is_led && (comes_first || termination.answers === null)) waitAgain(prepared)
  const state = pre_committed ? 'pre-committed' : 'prepared'
  send(core, from, { type: 'state', transaction, state, recovered: termination.recovered }, 'now')
}

export function onState(core: Core, from: NodeId, { transaction, state, recovered }: State): void {
  const prepared = core.state.prepared.get(transaction)
  if (prepared === undefined) return
  // The coordinator is there, and will decide.
  if (state === 'undecided') return waitAgain(prepared)
  prepared.termination.answers?.set(from, { state, recovered })
}

function waitAgain({ termination }: Prepared): void {
  termination.waited = 0
  termination.answers = null
}
