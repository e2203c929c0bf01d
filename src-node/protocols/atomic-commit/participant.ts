/** A participant: votes on what it could commit, and is then in doubt until it is told what becomes of it. */
import type { NodeId } from '../../../src-shared/ids'
import { HeuristicDamage, Prepared as PreparedFact, Released } from '../../../src-shared/protocols/transactions/facts'
import type { After } from '../contract'
import { emit, send } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import { toldOf } from '../kit/transactions/told'
import type { Core } from './core'
import { isAcknowledged, log, skipsReaders, tell } from './core'
import { mayBeForgotten, remember } from './decisions'
import { prepareHere, settleHere } from './execution/shard'
import type { Decide, Prepare } from './messages'
import { sessionOf } from './names'
import { acceptorsOf } from './paxos/instances'
import type { AtomicCommitState, Prepared } from './state'

export function onPrepare(core: Core, from: NodeId, { transaction, participants, incarnation, stamp }: Prepare): void {
  const { state } = core
  // A copy of a message that it has acted on.
  if (state.prepared.has(transaction) || state.decisions.known.has(transaction)) return
  const reason = objectionTo(state, transaction)
  if (reason !== null) settleHere(core, transaction, false)
  const vote = reason === null ? prepareHere(core, { transaction, incarnation, stamp }) : ({ vote: 'no', reason } as const)
  if (vote.vote === 'no') return send(core, from, { type: 'vote', transaction, vote: 'no', reason: vote.reason }, 'now')
  if (vote.vote === 'read-only' && skipsReaders(state)) {
    settleHere(core, transaction, true)
    return send(core, from, { type: 'vote', transaction, vote: 'read-only' }, 'now')
  }
  promise(core, from, newPrepared({ transaction, participants, work: vote.work }))
}

/** Votes yes. */
function promise(core: Core, to: NodeId, prepared: Prepared): void {
  const { state } = core
  const { transaction, participants, work } = prepared
  state.prepared.set(transaction, prepared)
  const event = PreparedFact.of(state.id, toldOf(work))
  const after: After = state.switches['forget-prepare'] ? 'now' : 'sync'
  if (after === 'now') emit(core, event)
  else {
    log(core, { kind: 'prepare', transaction, participants, work })
    emitOnceDurable(core, event)
  }
  send(core, to, { type: 'vote', transaction, vote: 'yes' }, after)
  if (state.settings.commit === 'paxos') sendOwnVote(core, transaction, after)
}

export function newPrepared(record: Pick<Prepared, 'transaction' | 'participants' | 'work'>, recovered = false): Prepared {
  return { ...record, pre_committed: false, forced: null, waited: 0, termination: { recovered, waited: 0, answers: null } }
}

/** Paxos Commit: to all acceptors, as ballot 0 of the instance that is this participant's. */
function sendOwnVote(core: Core, transaction: string, after: After): void {
  const { state } = core
  const votes = { [state.id]: true }
  for (const acceptor of acceptorsOf(state)) tell(core, acceptor, { type: 'accept', transaction, ballot: 0, votes }, after)
}

/** Why it cannot vote yes, as the rest of a sentence; null: as far as locks go it may. */
function objectionTo({ prepared, decisions, settings, execution }: AtomicCommitState, transaction: string): string | null {
  if (execution.given_up.has(transaction)) return 'it has given it up'
  if (mayBeForgotten(decisions, transaction)) return 'it is too old'
  const { session, sequence } = sessionOf(transaction)
  // Only two-phase commit's coordinator is sure to know of a try that was committed before its crash.
  if (settings.commit !== 'two-phase' && sequence <= (decisions.committed.get(session) ?? -1)) return 'another try is committed'
  return prepared.size >= settings.prepared_max ? 'too many transactions are prepared' : null
}

export function onDecide(core: Core, from: NodeId, { transaction, commit }: Decide): void {
  const { state } = core
  const prepared = state.prepared.get(transaction)
  if (prepared !== undefined) release(core, prepared, commit)
  else if (!commit) abortUnprepared(core, transaction)
  if (from === state.coordinator && isAcknowledged(state, commit)) send(core, from, { type: 'acknowledge', transaction }, 'sync')
}

/** Aborts what it has not voted on: a prepare that comes later is refused, since nothing has been executed of it. */
export function abortUnprepared(core: Core, transaction: string): void {
  const { decisions, settings } = core.state
  if (decisions.known.has(transaction) || mayBeForgotten(decisions, transaction)) return
  settleHere(core, transaction, false)
  remember(decisions, transaction, false, settings.decisions_kept)
}

export function release(core: Core, prepared: Prepared, commit: boolean): void {
  const { state } = core
  const { transaction, forced } = prepared
  log(core, { kind: 'decision', transaction, commit })
  decided(state, transaction, commit)
  if (forced === null) {
    settleHere(core, transaction, commit)
    state.counters[commit ? 'committed' : 'aborted']++
    emitOnceDurable(core, Released.of(state.id, { transaction, commit }))
  } else if (forced !== commit) emitOnceDurable(core, HeuristicDamage.of(state.id, { transaction, forced, decided: commit }))
}

/** Decides in the coordinator's place, and tells all others. */
export function decideFor(
  core: Core,
  { transaction, participants }: Pick<Prepared, 'transaction' | 'participants'>,
  commit: boolean
): void {
  const { id, coordinator, prepared } = core.state
  const own = prepared.get(transaction)
  if (own !== undefined) release(core, own, commit)
  for (const other of [...participants, coordinator])
    if (other !== id) send(core, other, { type: 'decide', transaction, commit }, 'sync')
}

/** Takes in a decision that is in the log. */
export function decided(
  { prepared, leading, decisions, settings }: AtomicCommitState,
  transaction: string,
  commit: boolean
): void {
  prepared.delete(transaction)
  leading.delete(transaction)
  remember(decisions, transaction, commit, settings.decisions_kept)
}

/** What it locks, each once; a prefix with a star. */
export function lockedBy({ work, forced }: Prepared): string[] {
  const { reads, writes } = toldOf(work)
  return forced === null ? [...new Set([...reads, ...writes])] : []
}
