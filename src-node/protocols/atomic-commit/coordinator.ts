/** The coordinator: collects votes, decides, and remembers a commit until all have acknowledged it. */
import type { NodeId } from '../../../src-shared/ids'
import { Decided, Started } from '../../../src-shared/protocols/atomic-commit/facts'
import type { After, ClientRequest } from '../contract'
import { clearTimer, emit, reply, send, setTimer } from '../kit/core'
import { emitOnceDurable } from '../kit/durable-events'
import { operationName } from '../kit/requests'
import { accessesOf, answersWith } from './accesses'
import type { Transaction } from './accesses'
import { rememberAnswer } from './answers'
import type { Core } from './core'
import { log, RETRIES_BEFORE_RESEND } from './core'
import type { Vote } from './messages'
import { keeperOf } from './placement'
import type { Values } from './answers'
import type { CommitRecord, Coordinated, AtomicCommitState } from './state'

type TransactionRequest = Pick<ClientRequest, 'request' | 'session' | 'sequence'> & {
  readonly operation: Transaction
}

/** Tries of one operation are told apart by a number, drawn at random so that no other boot has it. */
const TRIES = 2 ** 32

export function beginTransaction(core: Core, { request, session, sequence, operation }: TransactionRequest): void {
  const { state } = core
  const { reads, writes } = accessesOf(operation)
  const transaction = `${operationName({ session, sequence })}#${Math.floor(core.random() * TRIES).toString(16)}`
  const keeper = (key: string) => keeperOf(key, state.participants)
  const concerned = new Set([...reads, ...Object.keys(writes)].map(keeper))
  const participants = state.participants.filter((participant) => concerned.has(participant))
  const open = newCoordinated({ transaction, session, sequence, participants }, operation, ++state.counters.timers)
  open.requests = [request]
  state.coordinated.set(transaction, open)
  state.vote_timers.set(open.timer, transaction)
  setTimer(core, `votes:${open.timer}`, state.settings.vote_timeout_us)
  emit(core, Started.of(state.id, { transaction, participants }))
  for (const participant of participants) {
    const own_reads = reads.filter((key) => keeper(key) === participant)
    const own_writes = Object.entries(writes).filter(([key]) => keeper(key) === participant)
    const parts = { reads: own_reads, writes: Object.fromEntries(own_writes) }
    send(core, participant, { type: 'prepare', transaction, ...parts }, 'now')
  }
}

export function newCoordinated(
  { transaction, session, sequence, participants }: Omit<CommitRecord, 'kind' | 'values'>,
  operation: Transaction | null = null,
  timer = 0
): Coordinated {
  const tries = { votes: new Map<NodeId, Values>(), unacknowledged: new Set<NodeId>(), waited: 0, requests: [] }
  return { transaction, session, sequence, participants, operation, timer, committed: false, ...tries }
}

export function onVote(core: Core, from: NodeId, vote: Vote): void {
  const open = core.state.coordinated.get(vote.transaction)
  if (open === undefined || open.committed || !open.participants.includes(from)) return
  if (!vote.yes) return abort(core, open, `${from} votes no, as ${vote.reason}`)
  open.votes.set(from, vote.values)
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
  const { transaction, session, sequence, participants, votes, requests } = open
  stopVotes(core, open)
  const record: CommitRecord = {
    kind: 'commit',
    transaction,
    session,
    sequence,
    participants,
    values: Object.assign({}, ...votes.values()) as Values
  }
  log(core, record)
  recordCommit(state, open, record)
  state.counters.committed++
  emitOnceDurable(core, Decided.of(state.id, { transaction, commit: true, participants }))
  for (const request of requests) committed(core, request, open.operation!, record.values)
  open.requests = []
  sendCommit(core, open)
  if (state.switches['forget-early']) state.coordinated.delete(transaction)
}

/** Takes in a commit that is in the log. */
export function recordCommit(
  { answers, settings }: AtomicCommitState,
  open: Coordinated,
  { values }: Pick<CommitRecord, 'values'>
): void {
  open.committed = true
  for (const participant of open.participants) open.unacknowledged.add(participant)
  rememberAnswer(answers, { session: open.session, sequence: open.sequence, values }, settings.answers_kept)
}

/** The transaction's answer; `values` are those that it read. */
export function committed(core: Core, request: number, operation: Transaction, values: Values): void {
  reply(core, request, { status: 'ok', result: { answers: answersWith(operation, values) } }, afterLogged(core))
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
