/** Client requests: the coordinator takes them, and begins a transaction unless it has one under way or done for the same operation. */
import type { ClientRequest } from '../contract'
import { reply } from '../kit/core'
import { VALUE_LENGTH_MAX } from '../kit/requests'
import { accessesOf, unsupportedStep } from './accesses'
import type { Transaction } from './accesses'
import { recallAnswer } from './answers'
import { beginTransaction, committed } from './coordinator'
import type { Core } from './core'
import { isCoordinator } from './core'
import type { Coordinated, AtomicCommitState } from './state'

/** Requests of one operation that wait for its answer; beyond it the oldest is let go. */
const WAITING_MAX = 4

export function onRequest(core: Core, { request, session, sequence, operation }: ClientRequest): void {
  const { state } = core
  if (!isCoordinator(state)) return reply(core, request, { status: 'redirect', leader: state.coordinator })
  if (operation.f !== 'transaction') return reject(core, request, `a ${operation.f} is not a transaction`)
  const answer = recallAnswer(state.answers, session, sequence)
  if (answer === 'expired')
    return reply(core, request, { status: 'unknown', error: 'the coordinator no longer remembers a transaction this old' })
  if (answer !== null) return committed(core, request, operation, answer)
  const open = openFor(state, session, sequence)
  if (open !== undefined) return waitFor(core, open, request)
  const refusal = refusalOf(state, operation)
  if (refusal !== null) return reject(core, request, refusal)
  beginTransaction(core, { request, session, sequence, operation })
}

function reject(core: Core, request: number, error: string): void {
  reply(core, request, { status: 'rejected', error })
}

/** The transaction under way for the operation. */
function openFor({ coordinated }: AtomicCommitState, session: string, sequence: number): Coordinated | undefined {
  for (const open of coordinated.values()) if (open.session === session && open.sequence === sequence) return open
  return undefined
}

function waitFor(core: Core, open: Coordinated, request: number): void {
  const requests = [...open.requests, request]
  if (requests.length > WAITING_MAX) {
    reply(core, requests.shift()!, { status: 'unknown', error: 'other requests of the same operation wait for its answer' })
  }
  open.requests = requests
}

function refusalOf({ coordinated, participants, settings }: AtomicCommitState, operation: Transaction): string | null {
  const unsupported = unsupportedStep(operation)
  if (unsupported !== null) return `no ${unsupported} is done here, reads and writes alone`
  const { reads, writes } = accessesOf(operation)
  const keys = new Set([...reads, ...Object.keys(writes)])
  if (participants.length === 0) return 'the cluster has no participants'
  if (keys.size === 0) return 'a transaction touches one key at least'
  if (keys.size > settings.keys_max) return `a transaction touches ${settings.keys_max} keys at most`
  if (Object.values(writes).some(({ length }) => length > VALUE_LENGTH_MAX))
    return `a value exceeds ${VALUE_LENGTH_MAX} characters`
  return coordinated.size >= settings.open_max ? 'too many transactions are open' : null
}
