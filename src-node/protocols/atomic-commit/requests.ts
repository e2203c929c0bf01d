/** Client requests: the coordinator takes them, and begins a transaction unless it has one under way or done for the same operation. */
import type { ClientRequest } from '../contract'
import { recallAnswer } from '../kit/answers'
import { reply } from '../kit/core'
import { operationName, VALUE_LENGTH_MAX } from '../kit/requests'
import { waitFor } from '../kit/waiting-requests'
import { committed } from './coordinator'
import type { Core } from './core'
import { isCoordinator } from './core'
import { beginSession, sessionFor } from './execution/coordinator'
import type { Transaction } from './execution/state'
import { nameOf } from './names'
import type { Coordinated, AtomicCommitState } from './state'

export function onRequest(core: Core, { request, session, sequence, operation }: ClientRequest): void {
  const { state } = core
  if (!isCoordinator(state)) return reply(core, request, { status: 'redirect', leader: state.coordinator })
  if (operation.f !== 'transaction') return reject(core, request, `a ${operation.f} is not a transaction`)
  const answer = recallAnswer(state.answers, session, sequence)
  if (answer === 'expired')
    return reply(core, request, { status: 'unknown', error: 'the coordinator no longer remembers a transaction this old' })
  if (answer !== null) return committed(core, request, answer.value.answers)
  const open = openFor(state, session, sequence) ?? sessionFor(core, session, sequence)
  if (open !== undefined) return waitFor(core, open, request)
  const refusal = refusalOf(state, operation)
  if (refusal !== null) return reject(core, request, refusal)
  const transaction = nameOf(operationName({ session, sequence }), { epoch: state.epoch, count: ++state.counters.started })
  beginSession(core, transaction, { request, session, sequence, operation })
}

function reject(core: Core, request: number, error: string): void {
  reply(core, request, { status: 'rejected', error })
}

/** The transaction under way for the operation. */
function openFor({ coordinated }: AtomicCommitState, session: string, sequence: number): Coordinated | undefined {
  for (const open of coordinated.values())
    if (open.session === session && open.sequence === sequence && open.phase !== 'acknowledgements') return open
  return undefined
}

function refusalOf({ coordinated, execution, participants, settings }: AtomicCommitState, { steps }: Transaction): string | null {
  const keys = new Set(steps.flatMap((step) => ('key' in step ? [step.key] : 'prefix' in step ? [`${step.prefix}*`] : [])))
  if (participants.length === 0) return 'the cluster has no participants'
  if (keys.size === 0) return 'a transaction touches one key at least'
  if (keys.size > settings.keys_max) return `a transaction touches ${settings.keys_max} keys at most`
  if (steps.some((step) => 'value' in step && step.value.length > VALUE_LENGTH_MAX))
    return `a value exceeds ${VALUE_LENGTH_MAX} characters`
  return coordinated.size + execution.sessions.size >= settings.open_max ? 'too many transactions are open' : null
}
