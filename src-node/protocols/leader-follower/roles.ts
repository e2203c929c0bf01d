/** The transitions between roles. Only these functions change `role`. */
import type { NodeId } from '../../../src-shared/ids'
import { lastIndex } from '../replicated-log/log'
import { clearTimer, note, reply, setTimer } from '../kit/core'
import type { Core } from './core'
import { emitRole, enterEpoch, flushEntries } from './core'
import { leaderOf, nextEpochOf } from './epochs'
import { newProgress } from './leader'
import { answerAllReads } from './reads'
import type { Leading, NodeState } from './state'

/** Whom this node follows in an epoch; null where the epoch is one of its own, which it has forgotten. */
export function leaderIn({ nodes, id }: NodeState, epoch: number): NodeId | null {
  const leader = leaderOf(nodes, epoch)
  return leader === id ? null : leader
}

/** Follows in `epoch`, the leader known or not. */
export function becomeFollower(core: Core, epoch: number, leader: NodeId | null): void {
  const { state } = core
  if (state.role === 'follower' && state.epoch === epoch && state.leader === leader) return
  const { leading, role } = state
  Object.assign(state, { role: 'follower', leader, claim: null, leading: null })
  if (epoch > state.epoch) enterEpoch(core, epoch)
  if (role === 'candidate') clearTimer(core, 'claim')
  core.restart_failover_timer = true
  if (leading) abandon(core, leading)
  emitRole(core)
}

/** Nobody has objected, or an operator wishes it: leads in an epoch of its own. */
export function becomeLeader(core: Core): void {
  const { state } = core
  flushEntries(core)
  enterEpoch(core, nextEpochOf(state.nodes, state.id, state.generation, state.epoch))
  note(core, 'promoted', `${state.id} leads epoch ${state.epoch} with a log of ${lastIndex(state.log)} entries`)
  if (state.role === 'candidate') clearTimer(core, 'claim')
  lead(core)
}

/** Leads in the epoch that it is in. */
export function lead(core: Core): void {
  const { state } = core
  Object.assign(state, { role: 'leader', leader: state.id, claim: null, arriving: null, leading: newLeading(state) })
  clearTimer(core, 'failover')
  setTimer(core, 'heartbeat', state.settings.heartbeat_us)
  emitRole(core)
  answerAllReads(core)
}

function newLeading({ id, nodes, log, disk }: NodeState): Leading {
  const opened = lastIndex(log)
  const followers = nodes.filter((node) => node !== id)
  return {
    opened,
    opened_records: disk.records,
    acknowledged: 0,
    progress: new Map(followers.map((node) => [node, newProgress(opened, 0)])),
    waiting_writes: new Map(),
    waiting_retries: [],
    append_times: []
  }
}

/** Another leads: what waits may be in its log, or be lost. */
function abandon(core: Core, { waiting_writes, waiting_retries }: Leading): void {
  clearTimer(core, 'heartbeat')
  const error = 'the leader was fenced off before the write was acknowledged'
  const requests = [...waiting_writes.values(), ...waiting_retries.map(({ request }) => request)]
  for (const request of requests) reply(core, request, { status: 'unknown', error })
}
