/** The transitions between roles (Raft figure 4). Only these functions change `role`. */
import type { NodeId } from '../../../src-shared/ids'
import { assert, ProtocolAssertionError } from '../contract'
import { appendOwn } from './replication'
import { clearTimer, note, setTimer } from '../kit/core'
import type { Core } from './core'
import { emitRole, persistHardState, emitVote } from './core'
import { entryBytes, makeNoOp } from '../replicated-log/entry'
import { entryAt, lastEntry, lastIndex } from '../replicated-log/log'
import { syncProgress } from './learners'
import { newLease } from './lease'
import { abandonLeading } from './requests'
import type { Leading, RaftState } from './state'
import { emitVotes } from './telling'

/** Follows in `term`, the leader known or not. Keeps the vote if the term stays. */
export function becomeFollower(core: Core, term: number, leader: NodeId | null): void {
  const { state } = core
  if (term < state.term) throw new ProtocolAssertionError(`term would go back from ${state.term} to ${term}`)
  if (state.role === 'follower' && state.term === term && state.leader === leader) return
  const deposed = state.leading
  state.role = 'follower'
  state.leader = leader
  state.campaign = null
  state.leading = null
  if (term > state.term) enterTerm(core, term, null)
  else if (state.switches['clear-vote'] && state.vote !== null) {
    state.vote = null
    persistHardState(core)
  }
  if (deposed) {
    abandonLeading(core, deposed)
    clearTimer(core, 'heartbeat')
    clearTimer(core, 'transfer')
    core.restart_election_timer = true
  }
  emitRole(core)
}

/** Asks around before disturbing anybody: neither term nor vote change (dissertation §9.6). */
export function becomePreCandidate(core: Core): void {
  const { state } = core
  assert(state.role !== 'leader', 'a leader cannot become pre-candidate')
  state.role = 'pre-candidate'
  state.leader = null
  state.campaign = { term: state.term + 1, votes: new Map([[state.id, true]]) }
  core.restart_election_timer = true
  emitRole(core)
  emitVotes(core)
}

/** Raises the term and votes for itself (Raft §5.2). */
export function becomeCandidate(core: Core): void {
  const { state } = core
  assert(state.role !== 'leader', 'a leader cannot become candidate')
  state.role = 'candidate'
  state.leader = null
  enterTerm(core, state.term + 1, state.id)
  emitVote(core, state.id, lastEntry(state.log))
  state.campaign = { term: state.term, votes: new Map([[state.id, true]]) }
  core.restart_election_timer = true
  emitRole(core)
  emitVotes(core)
}

/** Opens the term with a no-op (Raft §8) and sends heartbeats at once. */
export function becomeLeader(core: Core): void {
  const { state } = core
  assert(state.role === 'candidate', () => `a ${state.role} cannot become leader`)
  state.role = 'leader'
  state.leader = state.id
  state.campaign = null
  state.leading = newLeading(state)
  emitRole(core)
  appendOwn(core, makeNoOp(lastIndex(state.log) + 1, state.term))
  setTimer(core, 'heartbeat', state.settings.heartbeat_us)
  setTimer(core, 'election', state.settings.election_timeout_us[1])
  core.restart_election_timer = false
  note(core, 'election-won', `${state.id} leads term ${state.term}; its no-op is entry ${lastIndex(state.log)}`)
}

function enterTerm(core: Core, term: number, vote: NodeId | null): void {
  core.state.term = term
  core.state.vote = vote
  // What was under way with the leader of an older term ends.
  core.agreement = null
  core.state.arriving = null
  persistHardState(core)
}

function newLeading(state: RaftState): Leading {
  const last = lastIndex(state.log)
  const leading: Leading = {
    opened_at: last + 1,
    progress: new Map(),
    catching_up: new Map(),
    is_settled: false,
    waiting_writes: new Map(),
    uncommitted_bytes: uncommittedBytes(state),
    reads: { round: 0, batches: [], count: 0 },
    lease: newLease(),
    append_times: [],
    transfer_to: null,
    transfer_sent: false,
    has_offered_leadership: false
  }
  syncProgress(state, leading)
  return leading
}

function uncommittedBytes({ log, commit }: RaftState): number {
  let bytes = 0
  for (let index = commit + 1; index <= lastIndex(log); index++) bytes += entryBytes(entryAt(log, index))
  return bytes
}
