/** The coordinator: collects votes, decides, and remembers its decision until all have acknowledged it. */
import type { HybridTime } from '../../../src-shared/causality/hybrid-clock'
import type { StepAnswer } from '../../../src-shared/data-types/operation'
import type { NodeId } from '../../../src-shared/ids'
import { Decided, Started } from '../../../src-shared/protocols/transactions/facts'
import type { After } from '../contract'
import { rememberAnswer } from '../kit/answers'
import { clearTimer, emit, reply, send, setTimer } from '../kit/core'
import type { Core } from './core'
import { emitAfterLog } from '../kit/durable-events'
import { afterNumbered, isAcknowledged, isCollecting, log, RETRIES_BEFORE_RESEND, tell } from './core'
import type { Session } from './execution/state'
import type { Vote } from './messages'
import { acceptorsOf, majorityOf } from './paxos/instances'
import { takeOver } from './paxos/leader'
import type { AtomicCommitState, Coordinated, CoordinatedRecord } from './state'

/** Asks for votes on a transaction whose steps are all executed. */
export function beginCommit(core: Core, executed: Session, stamp: HybridTime): void {
  const { state } = core
  const { transaction, session, sequence, answers, shards } = executed
  const participants = [...shards.keys()]
  const open = newCoordinated({ transaction, session, sequence, participants }, answers, ++state.counters.timers)
  open.requests = executed.requests
  state.coordinated.set(transaction, open)
  state.timers.set(open.timer, transaction)
  awaitAnswers(core, open)
  const is_collecting = isCollecting(state) && !state.switches['collect-unlogged']
  if (is_collecting) log(core, { kind: 'collecting', transaction, session, sequence, participants })
  emit(core, Started.of(state.id, { transaction, participants }))
  for (const [participant, incarnation] of shards) {
    const prepare = { type: 'prepare', transaction, participants, incarnation: incarnation!, stamp } as const
    send(core, participant, prepare, is_collecting ? 'sync' : afterNumbered(state))
  }
}

function awaitAnswers(core: Core, { timer }: Coordinated): void {
  setTimer(core, `wait:${timer}`, core.state.settings.vote_timeout_us)
}

export function newCoordinated(
  { transaction, session, sequence, participants }: CoordinatedRecord,
  answers: readonly StepAnswer[] = [],
  timer = 0
): Coordinated {
  return {
    transaction,
    session,
    sequence,
    participants,
    answers,
    phase: 'votes',
    votes: new Set(),
    timer,
    commit: false,
    unacknowledged: new Set(),
    accepted: new Map(),
    waited: 0,
    requests: []
  }
}

export function onVote(core: Core, from: NodeId, vote: Vote): void {
  const { coordinated, switches } = core.state
  const open = coordinated.get(vote.transaction)
  if (open === undefined || open.phase !== 'votes' || !open.participants.includes(from)) return
  if (vote.vote === 'no') return abort(core, open, `${from} votes no, as ${vote.reason}`)
  open.votes.add(from)
  if (switches['commit-before-all-votes']) return commit(core, open)
  // Participants that have only read are out of it, and hold nothing any more.
  if (vote.vote === 'read-only') open.participants = open.participants.filter((participant) => participant !== from)
  if (core.state.settings.commit === 'paxos' && !switches['votes-suffice']) return commitIfChosen(core, open)
  if (open.participants.every((participant) => open.votes.has(participant))) onAllYes(core, open)
}

function onAllYes(core: Core, open: Coordinated): void {
  const { settings, switches } = core.state
  if (settings.commit !== 'three-phase' || switches['skip-pre-commit']) return commit(core, open)
  open.phase = 'pre-commits'
  awaitAnswers(core, open)
  for (const participant of open.participants) {
    open.unacknowledged.add(participant)
    send(core, participant, { type: 'pre-commit', transaction: open.transaction }, 'now')
  }
}

/** Three-phase commit: a participant has written down that all have voted yes. */
export function onPreCommitted(core: Core, from: NodeId, transaction: string): void {
  const open = core.state.coordinated.get(transaction)
  if (open?.phase !== 'pre-commits') return
  open.unacknowledged.delete(from)
  if (open.unacknowledged.size === 0 || core.state.switches['first-pre-commit']) commit(core, open)
}

/** Paxos Commit: an acceptor has accepted a participant's own vote, which is yes. */
export function onOwnVoteAccepted(core: Core, from: NodeId, transaction: string, participants: readonly NodeId[]): void {
  const open = core.state.coordinated.get(transaction)
  if (open?.phase !== 'votes') return
  for (const participant of participants) {
    const acceptors = open.accepted.get(participant) ?? new Set()
    open.accepted.set(participant, acceptors.add(from))
  }
  commitIfChosen(core, open)
}

function commitIfChosen(core: Core, open: Coordinated): void {
  const majority = majorityOf(core.state)
  const is_chosen = open.participants.every((participant) => (open.accepted.get(participant)?.size ?? 0) >= majority)
  if (is_chosen) commit(core, open)
}

/** The answers that are missing come no more: whoever did not vote votes no, and whoever did not answer a pre-commit is down. */
export function onWaitTimer(core: Core, timer: number): void {
  const { state } = core
  const transaction = state.timers.get(timer)
  const open = transaction === undefined ? undefined : state.coordinated.get(transaction)
  if (open === undefined || open.phase === 'acknowledgements') return
  if (open.phase === 'pre-commits') return commit(core, open)
  if (state.settings.commit !== 'paxos') return abort(core, open, missingText(open))
  // A vote that did not come may have been accepted all the same.
  takeOver(core, open.transaction, open.participants)
  awaitAnswers(core, open)
}

function missingText({ participants, votes }: Coordinated): string {
  return `no vote of ${participants.filter((participant) => !votes.has(participant)).join(', ')} came in time`
}

/** It was decided in another way than by the coordinator's count of votes. */
export function onDecided(core: Core, transaction: string, is_commit: boolean): void {
  const open = core.state.coordinated.get(transaction)
  if (open === undefined || open.phase === 'acknowledgements') return
  if (is_commit) commit(core, open)
  else abort(core, open, missingText(open))
}

function commit(core: Core, open: Coordinated): void {
  const { state } = core
  const { transaction, session, sequence, participants, answers, requests } = open
  stopWaiting(core, open)
  if (isLogged(state, participants)) log(core, { kind: 'commit', transaction, session, sequence, participants, answers })
  decide(open, true)
  rememberAnswer(state.answers, { session, sequence, value: { transaction, answers } }, state.settings.answers_kept)
  state.counters.committed++
  emitAfterLog(core, Decided.of(state.id, { transaction, commit: true, participants }))
  for (const request of requests) committed(core, request, answers)
  open.requests = []
  sendDecision(core, open)
  if (!isAcknowledged(state, true) || participants.length === 0 || state.switches['forget-early'])
    state.coordinated.delete(transaction)
}

/** Under Paxos Commit the decision is with the acceptors. What has only read needs no record. */
function isLogged({ settings }: AtomicCommitState, participants: readonly NodeId[]): boolean {
  return settings.commit !== 'paxos' && participants.length > 0
}

/** From now on it waits until all have acknowledged the decision. */
export function decide(open: Coordinated, is_commit: boolean): void {
  open.phase = 'acknowledgements'
  open.commit = is_commit
  for (const participant of open.participants) open.unacknowledged.add(participant)
}

/** The transaction's answer. */
export function committed(core: Core, request: number, answers: readonly StepAnswer[]): void {
  reply(core, request, { status: 'ok', result: { answers } }, afterLogged(core))
}

function afterLogged({ state }: Core): After {
  return state.switches['answer-before-logged'] ? 'now' : 'sync'
}

function sendDecision(core: Core, { transaction, commit, unacknowledged }: Coordinated): void {
  const after = commit ? afterLogged(core) : 'now'
  for (const participant of unacknowledged) send(core, participant, { type: 'decide', transaction, commit }, after)
}

/** Nothing is logged: what the log does not say was committed was aborted, also under presumed commit if it was being collected. */
function abort(core: Core, open: Coordinated, reason: string): void {
  const { state } = core
  const { transaction, participants, requests } = open
  stopWaiting(core, open)
  state.counters.aborted++
  emit(core, Decided.of(state.id, { transaction, commit: false, participants, reason }))
  for (const request of requests) reply(core, request, { status: 'rejected', error: `aborted: ${reason}` })
  open.requests = []
  decide(open, false)
  sendDecision(core, open)
  if (!isAcknowledged(state, false)) state.coordinated.delete(transaction)
}

function stopWaiting(core: Core, { transaction, timer }: Coordinated): void {
  core.state.timers.delete(timer)
  core.state.leading.delete(transaction)
  clearTimer(core, `wait:${timer}`)
}

/** A participant is in doubt. Of what it does not remember the coordinator of two-phase commit presumes what became of it. */
export function onAskCoordinator(core: Core, from: NodeId, transaction: string): void {
  const { state } = core
  const open = state.coordinated.get(transaction)
  if (open?.phase === 'acknowledgements') return answer(core, from, transaction, open.commit)
  if (state.settings.commit === 'three-phase')
    return send(core, from, { type: 'state', transaction, state: open ? 'undecided' : 'unknown', recovered: false }, 'now')
  if (open === undefined) answer(core, from, transaction, isCollecting(state))
}

function answer(core: Core, from: NodeId, transaction: string, commit: boolean): void {
  send(core, from, { type: 'decide', transaction, commit }, commit ? afterLogged(core) : 'now')
}

export function onAcknowledge(core: Core, from: NodeId, transaction: string): void {
  const { state } = core
  const open = state.coordinated.get(transaction)
  if (open?.phase !== 'acknowledgements' || !open.unacknowledged.delete(from) || open.unacknowledged.size > 0) return
  state.coordinated.delete(transaction)
  if (state.settings.commit !== 'paxos') return log(core, { kind: 'end', transaction })
  for (const acceptor of acceptorsOf(state)) tell(core, acceptor, { type: 'forget', transaction }, 'now')
}

/** Sends decisions again that somebody has not acknowledged. */
export function resendDecisions(core: Core): void {
  for (const open of core.state.coordinated.values()) {
    if (open.phase !== 'acknowledgements' || ++open.waited < RETRIES_BEFORE_RESEND) continue
    open.waited = 0
    sendDecision(core, open)
  }
}
