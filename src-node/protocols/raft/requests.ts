/** Client requests: writes become entries, reads join a round, and everything has its bound (Raft §8). */
import { isWrite } from '../../../src-shared/operations'
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import type { Core } from './core'
import { bytesOf, makeEntry } from '../replicated-log/entry'
import { lastIndex } from '../replicated-log/log'
import { holdsLease } from './lease'
import { acceptRead, answerRead } from './reads'
import { appendOwn } from './replication'
import { isCommand } from '../replicated-log/command'
import type { Leading, RaftState } from './state'

export function onRequest(core: Core, request: ClientRequest): void {
  const { state } = core
  const { leading } = state
  if (leading === null) return reply(core, request.request, { status: 'redirect', leader: state.leader })
  if (isCommand(request.operation) || isWrite(request.operation)) acceptWrite(core, leading, request)
  else if (request.policy === 'lease' && holdsLease(state, leading)) answerRead(core, request.request, request.operation)
  else acceptRead(core, leading, request)
}

function acceptWrite(core: Core, leading: Leading, asked: ClientRequest): void {
  const { state, machine } = core
  const { request, session, sequence, operation } = asked
  const answer = machine.answerAtOnce(state.machine, asked, state.switches)
  if (answer !== null) return reply(core, request, answer)
  const refusal = refusalOf(state, leading, bytesOf(session, operation))
  if (refusal !== null) return reply(core, request, { status: 'rejected', error: refusal })
  const index = lastIndex(state.log) + 1
  appendOwn(core, makeEntry(index, state.term, session, sequence, operation))
  leading.waiting_writes.set(index, request)
}

/** Why a write of this size cannot be taken now; null if it can. */
function refusalOf(state: RaftState, leading: Leading, bytes: number): string | null {
  const { max_append_bytes, max_uncommitted_entries, max_uncommitted_bytes } = state.settings
  if (bytes > max_append_bytes) return `the operation exceeds max_append_bytes (${max_append_bytes})`
  if (leading.transfer_to !== null) return `busy: leadership is being handed to ${leading.transfer_to}`
  if (lastIndex(state.log) - state.commit >= max_uncommitted_entries) return 'busy: too many uncommitted entries'
  if (leading.uncommitted_bytes + bytes > max_uncommitted_bytes) return 'busy: too many uncommitted bytes'
  return null
}

/** Leadership is lost: entries already in the log may yet be committed by another leader; reads were never answered. */
export function abandonLeading(core: Core, leading: Leading): void {
  for (const request of leading.waiting_writes.values()) {
    reply(core, request, { status: 'unknown', error: 'the leader lost its leadership before the write was committed' })
  }
  for (const batch of leading.reads.batches) {
    for (const { request } of batch.reads) reply(core, request, { status: 'redirect', leader: core.state.leader })
  }
}
