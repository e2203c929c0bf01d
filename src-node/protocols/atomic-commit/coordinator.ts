/** The coordinator: collects votes, decides, and remembers a commit until all have acknowledged it. */
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { NodeId } from '../../../src-shared/ids'
import { Decided, Started } from '../../../src-shared/protocols/atomic-commit/facts'
import type { After } from '../contract'
import { clearTimer, emit, reply, send, setTimer } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import { rememberAnswer } from './answers'
import type { Core } from './core'
import { log, RETRIES_BEFORE_RESEND } from './core'
import type { Session } from './execution/state'
import type { Vote } from './messages'
import type { CommitRecord, Coordinated, AtomicCommitState } from './state'

/** Asks for votes on a transaction whose steps are all executed. */
export function beginCommit(core: Core, executed: Session, stamp: HybridTime): void {
  const { state } = core
  const { transaction, session, sequence, answers, shards, requests } = executed
  const participants = [...shards.keys()]
  const open = newCoordinated({ transaction, session, sequence, participants, answers }, ++state.counters.timers)
  open.requests = requests
  state.coordinated.set(transaction, open)
  state.vote_timers.set(open.timer, transaction)
  setTimer(core, `votes:${open.timer}`, state.settings.vote_timeout_us)
  emit(core, Started.of(state.id, { transaction, participants }))
  for (const [participant, incarnation] of shards)
    send(core, participant, { type: 'prepare', transaction, incarnation: incarnation!, stamp }, 'now')
}

export function newCoordinated(
  { transaction, session, sequence, participants, answers = [] }: Omit<CommitRecord, 'kind' | 'answers'> & Partial<CommitRecord>,
  timer = 0
): Coordinated {
  const tries = { votes: new Set<NodeId>(), unacknowledged: new Set<NodeId>(), waited: 0, requests: [] }
  return { transaction, session, sequence, participants, answers, timer, committed: false, ...tries }
}

export function onVote(core: Core, from: NodeId, vote: Vote): void {
  const open = core.state.coordinated.get(vote.transaction)
  if (open === undefined || open.committed || !open.participants.includes(from)) return
  if (!vote.yes) return abort(core, open, `${from} votes no, as ${vote.reason}`)
  open.votes.add(from)
  const is_complete = core.state.switches['commit-before-all-votes'] || open.votes.size === open.participants.length
  if (is_complete) commit(core, open)
}

export function onVotesTimer(core: Core, timer: number): void {
  const transaction = core.state.vote_timers.get(timer)
  const open = transaction === undefined ? undefined : core.state.coordinated.get(transaction)
  if (open === undefined || open.committed) return
  const missing = open.participants.filter((participant) => !open.votes.has(participant))
  abort(core, open, `no vote of ${missing.join(', ')} came in time`)
}

function commit(core: Core, open: Coordinated): void {
  const { state } = core
  const { transaction, session, sequence, participants, answers, requests } = open
  stopVotes(core, open)
  const record: CommitRecord = { kind: 'commit', transaction, session, sequence, participants, answers }
  log(core, record)
  recordCommit(state, open, record)
  state.counters.committed++
  emitOnceDurable(core, Decided.of(state.id, { transaction, commit: true, participants }))
  for (const request of requests) committed(core, request, answers)
  open.requests = []
  sendCommit(core, open)
  if (state.switches['forget-early']) state.coordinated.delete(transaction)
}

/** Takes in a commit that is in the log. */
export function recordCommit(
  { answers, settings }: AtomicCommitState,
  open: Coordinated,
  { answers: told }: Pick<CommitRecord, 'answers'>
): void {
  open.committed = true
  for (const participant of open.participants) open.unacknowledged.add(participant)
  rememberAnswer(answers, { session: open.session, sequence: open.sequence, answers: told }, settings.answers_kept)
}

/** The transaction's answer. */
export function committed(core: Core, request: number, answers: readonly StepAnswer[]): void {
  reply(core, request, { status: 'ok', result: { answers } }, afterLogged(core))
}

function afterLogged({ state }: Core): After {
  return state.switches['answer-before-logged'] ? 'now' : 'sync'
}

function sendCommit(core: Core, { transaction, unacknowledged }: Coordinated): void {
  for (const participant of unacknowledged) {
    send(core, participant, { type: 'decide', transaction, commit: true }, afterLogged(core))
  }
}

/** Presumed: nothing is logged, and nobody needs to acknowledge it. */
function abort(core: Core, open: Coordinated, reason: string): void {
  const { state } = core
  const { transaction, participants, requests } = open
  stopVotes(core, open)
  state.coordinated.delete(transaction)
  state.counters.aborted++
  emit(core, Decided.of(state.id, { transaction, commit: false, participants, reason }))
  for (const request of requests) reply(core, request, { status: 'rejected', error: `aborted: ${reason}` })
  for (const participant of participants) send(core, participant, { type: 'decide', transaction, commit: false }, 'now')
}

function stopVotes(core: Core, { timer }: Coordinated): void {
  core.state.vote_timers.delete(timer)
  clearTimer(core, `votes:${timer}`)
}

/** What is not known to be committed or open is aborted. */
export function onAsk(core: Core, from: NodeId, transaction: string): void {
  const open = core.state.coordinated.get(transaction)
  if (open === undefined) return send(core, from, { type: 'decide', transaction, commit: false }, 'now')
  if (open.committed) send(core, from, { type: 'decide', transaction, commit: true }, afterLogged(core))
}

export function onAcknowledge(core: Core, from: NodeId, transaction: string): void {
  const open = core.state.coordinated.get(transaction)
  if (open === undefined || !open.unacknowledged.delete(from) || open.unacknowledged.size > 0) return
  core.state.coordinated.delete(transaction)
  log(core, { kind: 'end', transaction })
}

/** Sends commits again that somebody has not acknowledged. */
export function resendCommits(core: Core): void {
  for (const open of core.state.coordinated.values()) {
    if (!open.committed || ++open.waited < RETRIES_BEFORE_RESEND) continue
    open.waited = 0
    sendCommit(core, open)
  }
}
