/** Reads by quorum lease: whoever holds one answers by itself, once all that it has accepted for the key is applied (Moraru et al. 2014, §3). */
import { QuorumLeaseUsed } from '../../../src-shared/protocols/multi-paxos/facts'
import { keysOf } from '../../../src-shared/operations'
import type { Operation } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { emit, reply } from '../kit/core'
import { isCommand } from '../replicated-log/command'
import type { Entry } from '../replicated-log/entry'
import type { Core } from './core'
import { grantorsOf, tellWhetherHolder } from './quorum-lease'
import { answerRead } from './reads'
import { entriesAfter, slotMark } from './slots'
import type { MultiPaxosState } from './state'

/** False: it holds no lease, or knows of a stop-sign that may be chosen. */
export function readByLease(core: Core, asked: ClientRequest): boolean {
  const { state } = core
  const { waiting } = state.quorum_leases
  const grantors = grantorsOf(state)
  const pending = entriesAfter(state.slots, state.applied)
  // Others decide after it, and may have chosen more already.
  if (grantors === null || pending.some(({ membership }) => membership !== undefined)) return false
  const index = lastOf(pending, asked.operation)
  core.local_reads = { reads: (core.local_reads?.reads ?? 0) + 1, grantors }
  if (index === 0 || state.switches['pending-ignored']) answerRead(core, asked.request, asked.operation)
  else if (waiting.length < state.settings.max_waiting_requests) waiting.push({ index, asked, since_us: state.now_us })
  else reply(core, asked.request, { status: 'rejected', error: 'busy: too many waiting reads' })
  return true
}

/** The last of these slots that may write what the operation reads; 0: none. */
function lastOf(pending: readonly Entry[], operation: Operation): number {
  const keys = keysOf(operation)
  return Math.max(0, ...pending.flatMap((entry) => (mayChange(entry, keys) ? entry.index : [])))
}

function mayChange({ operation }: Entry, keys: readonly string[]): boolean {
  if (operation === null) return false
  return isCommand(operation) || keysOf(operation).some((key) => keys.includes(key))
}

/** Answers what waited for slots that are applied by now. */
export function answerLocalReads(core: Core): void {
  const { quorum_leases, applied } = core.state
  if (quorum_leases.waiting.length === 0) return
  const due = quorum_leases.waiting.filter(({ index }) => index <= applied)
  quorum_leases.waiting = quorum_leases.waiting.filter(({ index }) => index > applied)
  for (const { asked } of due) answerRead(core, asked.request, asked.operation)
}

/** Takes what has waited for too long: what was accepted in a ballot that came to nothing may never be chosen. */
export function takeLateReads({ quorum_leases, now_us, settings }: MultiPaxosState): ClientRequest[] {
  const is_late = quorum_leases.waiting.map(({ since_us }) => now_us - since_us >= settings.quorum_lease_us)
  const late = quorum_leases.waiting.filter((_, i) => is_late[i])
  quorum_leases.waiting = quorum_leases.waiting.filter((_, i) => !is_late[i])
  return late.map(({ asked }) => asked)
}

/** Tells of this step's reads, and of what the node knew. */
export function tellLocalReads(core: Core): void {
  const { state, local_reads } = core
  if (local_reads !== null) {
    const { commit, configuration, slots, id } = state
    const accepted = entriesAfter(slots, commit).map(slotMark)
    emit(core, QuorumLeaseUsed.of(id, { ...local_reads, configuration: configuration.index, commit, accepted }))
  }
  tellWhetherHolder(core)
}
