/** A participant: votes on what it could commit, and is then in doubt until the coordinator tells it what becomes of it. */
import type { NodeId } from '../../../src-shared/ids'
import { InDoubt, Prepared as PreparedFact, Released } from '../../../src-shared/protocols/atomic-commit/facts'
import { setBounded } from '../kit/bounded'
import { emit, send } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { PreparedWork } from '../kit/transactions/store'
import type { Core } from './core'
import { log, RETRIES_BEFORE_RESEND } from './core'
import { prepareHere, settleHere } from './execution/shard'
import type { Decide, Prepare } from './messages'
import type { Prepared, AtomicCommitState } from './state'

/** A participant with the bug asks so often, and then decides by itself. */
const ASKED_BEFORE_ABORT = 3

export function onPrepare(core: Core, from: NodeId, { transaction, incarnation, stamp }: Prepare): void {
  const { state } = core
  // A copy of a message that it has acted on.
  if (state.prepared.has(transaction) || state.decisions.has(transaction)) return
  const vote =
    state.prepared.size >= state.settings.prepared_max
      ? ({ vote: 'no', reason: 'too many transactions are prepared' } as const)
      : prepareHere(core, { transaction, incarnation, stamp })
  if (vote.vote === 'no') return send(core, from, { type: 'vote', transaction, yes: false, reason: vote.reason }, 'now')
  const { work } = vote
  state.prepared.set(transaction, { work, waited: 0 })
  const event = PreparedFact.of(state.id, toldOf(work))
  if (state.switches['forget-prepare']) {
    emit(core, event)
    return send(core, from, { type: 'vote', transaction, yes: true }, 'now')
  }
  log(core, { kind: 'prepare', transaction, work })
  emitOnceDurable(core, event)
  send(core, from, { type: 'vote', transaction, yes: true }, 'sync')
}

export function onDecide(core: Core, from: NodeId, { transaction, commit }: Decide): void {
  if (core.state.prepared.has(transaction)) release(core, transaction, commit)
  else settleHere(core, transaction, false)
  if (commit) send(core, from, { type: 'acknowledge', transaction }, 'sync')
}

function release(core: Core, transaction: string, commit: boolean): void {
  const { state } = core
  log(core, { kind: 'decision', transaction, commit })
  decided(state, transaction, commit)
  settleHere(core, transaction, commit)
  state.counters[commit ? 'committed' : 'aborted']++
  emitOnceDurable(core, Released.of(state.id, { transaction, commit }))
}

/** Takes in a decision that is in the log. */
export function decided({ prepared, decisions, settings }: AtomicCommitState, transaction: string, commit: boolean): void {
  prepared.delete(transaction)
  setBounded(decisions, transaction, commit, settings.decisions_kept)
}

/** Asks for decisions that have not come. */
export function askAgain(core: Core): void {
  const { state } = core
  for (const prepared of [...state.prepared.values()]) {
    prepared.waited++
    if (prepared.waited === retriesUntilOverdue(state)) emit(core, inDoubtEvent(state, prepared))
    if (prepared.waited < RETRIES_BEFORE_RESEND) continue
    const gives_up = state.switches['abort-in-doubt'] && prepared.waited >= RETRIES_BEFORE_RESEND + ASKED_BEFORE_ABORT
    if (gives_up) release(core, prepared.work.transaction, false)
    else send(core, state.coordinator, { type: 'ask', transaction: prepared.work.transaction }, 'now')
  }
}

/** After so many the coordinator must have decided, if it could: it waits for votes no longer than their timeout. */
function retriesUntilOverdue({ settings: { vote_timeout_us, retry_us } }: AtomicCommitState): number {
  return 1 + Math.ceil(vote_timeout_us / retry_us)
}

function inDoubtEvent({ id }: AtomicCommitState, { work }: Prepared) {
  return InDoubt.of(id, { transaction: work.transaction, locked: lockedBy(work) })
}

/** What it locks, each once; a prefix with a star. */
export function lockedBy(work: PreparedWork): string[] {
  const { reads, writes } = toldOf(work)
  return [...new Set([...reads, ...writes])]
}

/** What facts tell of it. */
export function toldOf({ transaction, reads, prefixes, writes }: PreparedWork) {
  return { transaction, reads: [...reads, ...prefixes.map((prefix) => `${prefix}*`)], writes: writes.map(([key]) => key) }
}
