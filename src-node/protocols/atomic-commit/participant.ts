/** A participant: votes on what it could commit, and is then in doubt until the coordinator tells it what becomes of it. */
import type { NodeId } from '../../../src-shared/ids'
import { InDoubt, Prepared as PreparedFact, Released } from '../../../src-shared/protocols/atomic-commit/facts'
import { setBounded } from '../kit/bounded'
import { emit, send } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import type { Core } from './core'
import { log, RETRIES_BEFORE_RESEND } from './core'
import type { Decide, Prepare } from './messages'
import type { Values } from './answers'
import type { Prepared, AtomicCommitState } from './state'

/** A participant with the bug asks so often, and then decides by itself. */
const ASKED_BEFORE_ABORT = 3

export function onPrepare(core: Core, from: NodeId, { transaction, reads, writes }: Prepare): void {
  const { state } = core
  // A copy of a message that it has acted on.
  if (state.prepared.has(transaction) || state.decisions.has(transaction)) return
  const reason = objectionTo(state, { reads, writes })
  if (reason !== null) return send(core, from, { type: 'vote', transaction, yes: false, reason }, 'now')
  const values: Values = Object.fromEntries(reads.map((key) => [key, state.values.get(key) ?? null]))
  state.prepared.set(transaction, { transaction, reads, writes, waited: 0 })
  const event = PreparedFact.of(state.id, { transaction, reads, writes: Object.keys(writes) })
  if (state.switches['forget-prepare']) {
    emit(core, event)
    return send(core, from, { type: 'vote', transaction, yes: true, values }, 'now')
  }
  log(core, { kind: 'prepare', transaction, reads, writes })
  emitOnceDurable(core, event)
  send(core, from, { type: 'vote', transaction, yes: true, values }, 'sync')
}

/** Why it cannot vote yes, as the rest of a sentence; null: it can. Nobody waits for a lock, so that there are no deadlocks. */
function objectionTo(state: AtomicCommitState, { reads, writes }: Pick<Prepare, 'reads' | 'writes'>): string | null {
  const { prepared, settings, switches } = state
  if (prepared.size >= settings.prepared_max) return 'too many transactions are prepared'
  if (switches['unlock-in-doubt']) return null
  for (const other of prepared.values()) {
    const key =
      Object.keys(writes).find((key) => key in other.writes || other.reads.includes(key)) ??
      reads.find((key) => key in other.writes)
    if (key !== undefined) return `${key} is locked by ${other.transaction}`
  }
  return null
}

export function onDecide(core: Core, from: NodeId, { transaction, commit }: Decide): void {
  const prepared = core.state.prepared.get(transaction)
  if (prepared !== undefined) release(core, prepared, commit)
  if (commit) send(core, from, { type: 'acknowledge', transaction }, 'sync')
}

function release(core: Core, prepared: Prepared, commit: boolean): void {
  const { state } = core
  const { transaction } = prepared
  log(core, { kind: 'decision', transaction, commit })
  settle(state, prepared, commit)
  state.counters[commit ? 'committed' : 'aborted']++
  emitOnceDurable(core, Released.of(state.id, { transaction, commit }))
}

/** Takes in a decision that is in the log. */
export function settle(
  { prepared, decisions, values, settings }: AtomicCommitState,
  { transaction, writes }: Prepared,
  commit: boolean
): void {
  prepared.delete(transaction)
  setBounded(decisions, transaction, commit, settings.decisions_kept)
  if (commit) for (const [key, value] of Object.entries(writes)) values.set(key, value)
}

/** Asks for decisions that have not come. */
export function askAgain(core: Core): void {
  const { state } = core
  for (const prepared of [...state.prepared.values()]) {
    prepared.waited++
    if (prepared.waited === retriesUntilOverdue(state)) emit(core, inDoubtEvent(state, prepared))
    if (prepared.waited < RETRIES_BEFORE_RESEND) continue
    const gives_up = state.switches['abort-in-doubt'] && prepared.waited >= RETRIES_BEFORE_RESEND + ASKED_BEFORE_ABORT
    if (gives_up) release(core, prepared, false)
    else send(core, state.coordinator, { type: 'ask', transaction: prepared.transaction }, 'now')
  }
}

/** After so many the coordinator must have decided, if it could: it waits for votes no longer than their timeout. */
function retriesUntilOverdue({ settings: { vote_timeout_us, retry_us } }: AtomicCommitState): number {
  return 1 + Math.ceil(vote_timeout_us / retry_us)
}

function inDoubtEvent({ id }: AtomicCommitState, prepared: Prepared) {
  return InDoubt.of(id, { transaction: prepared.transaction, locked: lockedBy(prepared) })
}

/** The keys that it locks, each once. */
export function lockedBy({ reads, writes }: Prepared): string[] {
  return [...new Set([...reads, ...Object.keys(writes)])]
}
