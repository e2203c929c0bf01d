/** The proposer: one ballot after the other, until a value is chosen (Lamport 2001, §2.2). */
import type { NodeId } from '../../../src-shared/ids'
import { compareBallots } from '../../../src-shared/protocols/paxos/ballot'
import type { Accepted, Ballot } from '../../../src-shared/protocols/paxos/ballot'
import { BallotStarted, ValueProposed } from '../../../src-shared/protocols/paxos/facts'
import { quorumSizes } from '../../../src-shared/protocols/paxos/quorum-sizes'
import { emitAfterLog } from '../kit/durable-events'
import { emit, reply, setTimer } from '../kit/core'
import { tell } from '../kit/own-messages'
import { dropAttempt, endBallot } from './attempts'
import type { Core } from './core'
import { log } from './core'
import { learn, tellLearners } from './learner'
import type { AcceptedReply, Promise_, Refuse } from './messages'
import { registerOf } from './registers'
import type { Attempt } from './state'

/** The pause is doubled so often at most. */
const DOUBLINGS_MAX = 4

export function startAttempt(core: Core, key: string, own: string | null): Attempt {
  const { state } = core
  const id = ++state.counters.attempts
  const attempt: Attempt = {
    key,
    id,
    since_us: state.now_us,
    ballot: { n: 0, node: state.id },
    phase: 'pause',
    own,
    value: null,
    promises: new Map(),
    accepted_by: new Set(),
    highest: 0,
    failures: 0,
    requests: new Set()
  }
  state.attempts.set(key, attempt)
  state.timers.set(id, key)
  startBallot(core, attempt)
  return attempt
}

/** Phase 1a. The ballot is on disk before anybody hears of it: no other start may use it again (§2.5). */
function startBallot(core: Core, attempt: Attempt): void {
  const { state } = core
  const { key, own } = attempt
  const register = registerOf(state, key)
  const n = 1 + Math.max(register.started, register.promised?.n ?? 0, attempt.highest)
  register.started = n
  if (!state.switches['ballot-unsaved']) log(core, { kind: 'start', key, n })
  const ballot: Ballot = { n, node: state.switches['ballots-shared'] ? state.roles.proposers[0]! : state.id }
  Object.assign(attempt, { ballot, phase: 'prepare', value: null })
  attempt.promises.clear()
  attempt.accepted_by.clear()
  state.counters.ballots++
  emitAfterLog(core, BallotStarted.of(state.id, { key, ballot, own }))
  for (const acceptor of state.roles.acceptors) tell(core, acceptor, { type: 'prepare', key, ballot }, 'sync')
  setTimer(core, `attempt:${attempt.id}`, state.settings.timeout_us)
}

export function onPromise(core: Core, from: NodeId, { key, ballot, accepted }: Promise_): void {
  const attempt = currentAttempt(core, key, ballot)
  if (attempt?.phase !== 'prepare') return
  attempt.promises.set(from, accepted)
  if (attempt.promises.size >= quorumsOf(core).prepare) propose(core, attempt)
}

/** Phase 2a: the value accepted in the highest ballot among the promises, the proposer's own if there is none (P2c). */
function propose(core: Core, attempt: Attempt): void {
  const { state } = core
  const { key, ballot, own, promises } = attempt
  const value = state.switches['ignore-accepted'] && own !== null ? own : (adopted(core, promises)?.value ?? own)
  if (value === null) return readNothing(core, attempt)
  Object.assign(attempt, { phase: 'accept', value })
  const told = [...promises].map(([node, accepted]) => ({ node, accepted }))
  emit(core, ValueProposed.of(state.id, { key, ballot, value, promises: told }))
  for (const acceptor of state.roles.acceptors) tell(core, acceptor, { type: 'accept', key, ballot, value }, 'now')
}

function adopted(core: Core, promises: Attempt['promises']): Accepted | null {
  const found = [...promises.values()].filter((accepted) => accepted !== null)
  if (found.length === 0) return null
  if (core.state.switches['adopt-first']) return found[0]!
  return found.reduce((highest, one) => (compareBallots(one.ballot, highest.ballot) > 0 ? one : highest))
}

/** Nothing was chosen before a quorum promised: whatever was had left a trace at one of them. */
function readNothing(core: Core, attempt: Attempt): void {
  endBallot(core, attempt, 'empty')
  for (const request of attempt.requests) reply(core, request, { status: 'ok', result: { value: null } })
  dropAttempt(core, attempt)
}

export function onAccepted(core: Core, from: NodeId, { key, ballot }: AcceptedReply): void {
  const { state } = core
  const attempt = currentAttempt(core, key, ballot)
  if (attempt?.phase !== 'accept') return
  attempt.accepted_by.add(from)
  const enough = state.switches['chosen-by-one'] ? 1 : quorumsOf(core).accept
  if (attempt.accepted_by.size < enough) return
  const chosen = { ballot, value: attempt.value! }
  endBallot(core, attempt, 'chosen', { value: chosen.value })
  attempt.phase = 'pause'
  learn(core, key, chosen)
  tellLearners(core, key, chosen)
}

export function onRefuse(core: Core, { key, ballot, promised }: Refuse): void {
  const attempt = currentAttempt(core, key, ballot)
  if (attempt === null || attempt.phase === 'pause') return
  attempt.highest = Math.max(attempt.highest, promised.n)
  core.state.counters.preempted++
  endBallot(core, attempt, 'preempted', { promised })
  pause(core, attempt)
}

export function onAttemptTimer(core: Core, id: number): void {
  const { state } = core
  const attempt = state.attempts.get(state.timers.get(id) ?? '')
  if (attempt?.id !== id) return
  if (state.now_us - attempt.since_us >= state.settings.give_up_us) return giveUp(core, attempt)
  if (attempt.phase === 'pause') return startBallot(core, attempt)
  endBallot(core, attempt, 'no-quorum')
  pause(core, attempt)
}

/** Two proposers that go on at once may preempt each other for ever: a pause of random length lets one of them through (§2.4). */
function pause(core: Core, attempt: Attempt): void {
  const { settings, switches } = core.state
  const [least_us, most_us] = settings.backoff_us
  const drawn_us = least_us + core.random() * (most_us - least_us)
  const pause_us = drawn_us * 2 ** Math.min(attempt.failures++, DOUBLINGS_MAX)
  attempt.phase = 'pause'
  setTimer(core, `attempt:${attempt.id}`, switches['never-again'] ? settings.give_up_us : pause_us)
}

/** What it has proposed may still be chosen: by a proposer that finds it accepted. */
function giveUp(core: Core, attempt: Attempt): void {
  if (attempt.phase !== 'pause') endBallot(core, attempt, 'no-quorum')
  const error = `no quorum of acceptors has chosen a value for ${attempt.key} in time`
  for (const request of attempt.requests) reply(core, request, { status: 'unknown', error })
  dropAttempt(core, attempt)
}

/** The attempt that is in this ballot; null: it is in another by now, or over. */
function currentAttempt(core: Core, key: string, ballot: Ballot): Attempt | null {
  const attempt = core.state.attempts.get(key)
  return attempt !== undefined && compareBallots(attempt.ballot, ballot) === 0 ? attempt : null
}

function quorumsOf({ state: { roles, settings } }: Core) {
  return quorumSizes(roles.acceptors.length, settings)
}
